//! Downloads that break off, or never end.

use std::time::Duration;

use acton_emulator::Fault;
use acton_orm::prelude::*;
use acton_orm::{ErrorKind, Method};
use acton_orm_tests::bytes::{Say, Server, answer};
use acton_orm_tests::reading::list_of;

#[derive(Entity, Debug, Clone, PartialEq)]
#[acton(table = "List_l-0001", module = "people")]
struct Person {
    #[acton(column = "E-mail Address")]
    email: String,
}

const WHOLE: &str = "_contact_id_,E-mail Address\nl-0001:0,a@example.com\nl-0001:1,b@example.com\n";

/// Neither a length nor chunks: the end of the connection is the end of the body, and of any cut.
fn unframed(body: &str) -> Say {
    Say::Bytes(format!(
        "HTTP/1.1 200 OK\r\ncontent-type: text/csv\r\n\r\n{body}"
    ))
}

/// A length that does not come.
fn cut() -> Say {
    let body = &WHOLE[..60];
    Say::Bytes(format!(
        "HTTP/1.1 200 OK\r\ncontent-type: text/csv\r\ncontent-length: {}\r\n\r\n{body}",
        WHOLE.len()
    ))
}

#[tokio::test]
async fn a_download_whose_end_nobody_can_tell_from_a_cut_is_an_error() {
    let short = "_contact_id_,E-mail Address\nl-0001:0,a@example.com\n";
    let server = Server::start([unframed(WHOLE), unframed(short)]).await;
    let acton = server.client("").await;
    let error = Person::query().load(&acton).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode, "{error}");
    assert!(
        error.to_string().contains("neither a length nor chunks"),
        "{error}"
    );
    assert!(error.to_string().contains("Downloads=PAGES"), "{error}");
}

/// Compressed answers lose their length on the way through the HTTP library: asked for plainly, they
/// have one.
#[tokio::test]
async fn a_download_that_has_an_end_when_it_is_not_compressed_is_read_so() {
    let server = Server::start([
        unframed(WHOLE),
        answer("text/csv", WHOLE),
        answer("text/csv", WHOLE),
    ])
    .await;
    let acton = server.client("").await;
    for calls in [2, 3] {
        assert_eq!(Person::query().load(&acton).await.unwrap().len(), 2);
        let made = server.calls();
        assert_eq!(made.len(), calls, "and remembered");
        let last = made.last().unwrap().to_ascii_lowercase();
        assert!(last.contains("accept-encoding: identity"), "{last}");
    }
    assert!(server.calls()[0].to_ascii_lowercase().contains("gzip"));
}

#[tokio::test]
async fn a_raw_stream_without_an_end_of_its_own_ends_with_an_error() {
    let server = Server::start([unframed("a"), unframed("a")]).await;
    let acton = server.client("").await;
    let list = acton.request(Method::GET, "/api/1/list/l-0001");
    let mut stream = list.stream().await.unwrap();
    assert_eq!(stream.next().await.unwrap().unwrap(), "a");
    let error = stream.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode, "{error}");
    assert!(stream.next().await.is_none());
}

#[tokio::test]
async fn a_download_cut_short_is_read_again_where_nothing_was_handed_out() {
    let server = Server::start([cut(), answer("text/csv", WHOLE)]).await;
    let acton = server.client("").await;
    let people = Person::query().load(&acton).await.unwrap();
    assert_eq!(people.len(), 2, "no row twice");
    assert_eq!(server.calls().len(), 2);
    assert_eq!(acton.metrics().retries, 1);

    let server = Server::start([cut(), answer("text/csv", WHOLE)]).await;
    let sorted = Person::query().order_by(people::email.desc());
    let mut rows = sorted.stream(&server.client("").await);
    assert_eq!(
        rows.try_next().await.unwrap().unwrap().email,
        "b@example.com"
    );
}

#[tokio::test]
async fn it_is_read_again_only_as_often_as_calls_are_repeated() {
    let server = Server::start((0..9).map(|_| cut())).await;
    let acton = server.client("MaxRetries=2").await;
    let error = Person::query().load(&acton).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport, "{error}");
    assert_eq!(server.calls().len(), 3);
    let acton = server.client("MaxRetries=0").await;
    Person::query().load(&acton).await.unwrap_err();
    assert_eq!(server.calls().len(), 4);
}

#[tokio::test]
async fn rows_that_were_handed_out_are_not_handed_out_again() {
    let server = Server::start([cut(), answer("text/csv", WHOLE)]).await;
    let mut rows = Person::query().stream(&server.client("").await);
    assert_eq!(
        rows.try_next().await.unwrap().unwrap().email,
        "a@example.com"
    );
    let error = rows.try_next().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport, "{error}");
    assert_eq!(server.calls().len(), 1);
}

/// Never silent for as long as the timeout, and never done.
#[tokio::test]
async fn a_download_that_drips_is_given_up() {
    let emulator = list_of(50).await;
    let settings = Client::parse(&emulator.connection_string()).unwrap();
    let acton = settings
        .timeout(Duration::from_millis(300))
        .max_retries(0)
        .connect()
        .await
        .unwrap();
    let drip = Fault::drip(1, Duration::from_millis(5));
    emulator.fail(drip.on("GET", "/api/1/list/l-0001"));
    let error = Person::query().load(&acton).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout, "{error}");
    assert!(error.to_string().contains("slower than"), "{error}");
    assert_eq!(Person::query().load(&acton).await.unwrap().len(), 50);
}

/// Hangs are failures, not waits: far longer than the timeout.
async fn soon<T>(what: impl Future<Output = T>) -> T {
    let guard = tokio::time::timeout(Duration::from_secs(5), what);
    guard.await.expect("it hangs")
}

/// Neither interim answers without end nor an error's body that never comes stretch the time for a call.
#[tokio::test]
async fn one_deadline_holds_for_all_that_a_server_may_say() {
    let interim = "HTTP/1.1 100 Continue\r\n\r\n".repeat(500);
    let refusal = "HTTP/1.1 503 No\r\ncontent-length: 2\r\n\r\n";
    let server = Server::start([
        Say::Forever(String::new(), interim),
        Say::Forever(refusal.into(), String::new()),
        answer("text/csv", WHOLE),
    ])
    .await;
    let acton = server.client("Timeout=0.3;MaxRetries=0").await;
    for kind in [ErrorKind::Timeout, ErrorKind::Server] {
        let query = Person::query();
        let error = soon(query.load(&acton)).await.unwrap_err();
        assert_eq!(error.kind(), kind, "{error}");
    }
    assert_eq!(Person::query().load(&acton).await.unwrap().len(), 2);
}

/// JSON tells its own end; other text that is kept as a whole does not.
#[tokio::test]
async fn a_whole_answer_by_hand_has_an_end_too() {
    let json = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n{\"a\":1}";
    let server = Server::start([
        Say::Bytes(json.into()),
        unframed(WHOLE),
        unframed(WHOLE),
        unframed(WHOLE),
    ])
    .await;
    let acton = server.client("").await;
    let get = || acton.request(Method::GET, "/api/1/list/l-0001");
    assert_eq!(get().send().await.unwrap().text().unwrap(), r#"{"a":1}"#);
    let error = get().send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode, "{error}");
    assert!(
        error.to_string().contains("neither a length nor chunks"),
        "{error}"
    );
    assert_eq!(server.calls().len(), 3, "once more without compression");
    // What was written is written.
    let put = acton.request(Method::PUT, "/api/1/x").send().await;
    assert_eq!(put.unwrap().text().unwrap(), WHOLE);
}
