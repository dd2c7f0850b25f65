//! Many tasks on clones of one client keep to the allowance.

use std::time::Duration;

use tokio::time::Instant;

use futures::{FutureExt, StreamExt};

use super::scripted::{OK, read, with_password};
use crate::client::watch::Watch;

#[tokio::test(start_paused = true)]
async fn thirty_two_tasks_on_clones_push_300_calls_with_at_most_5_a_second_in_about_a_minute() {
    let (acton, script) = with_password(std::iter::repeat_n(OK, 300));
    let begun = Instant::now();
    let tasks: Vec<_> = (0..32)
        .map(|task| {
            let acton = acton.clone();
            tokio::spawn(async move {
                for _ in (task..300).step_by(32) {
                    acton.call(read()).await.unwrap();
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    let seen: Vec<_> = script.seen().into_iter().map(|(_, at)| at).collect();
    assert_eq!(seen.len(), 301, "300 calls and a login, which counts too");
    let within = |from: &Instant| {
        seen.iter()
            .filter(|at| *at >= from && **at - *from < Duration::from_secs(1))
            .count()
    };
    assert_eq!(seen.iter().map(within).max(), Some(5));
    let ideal = Duration::from_secs(60);
    assert!(
        begun.elapsed() <= ideal.mul_f64(1.03),
        "{:?}",
        begun.elapsed()
    );
}

#[tokio::test]
async fn an_emulator_that_enforces_five_a_second_never_has_to_refuse() {
    let emulator = acton_emulator::Emulator::builder()
        .rate_limit(true)
        .start()
        .await
        .unwrap();
    let acton = crate::Client::connect(&emulator.connection_string())
        .await
        .unwrap();
    let calls = (0..16).map(|_| acton.call(read()));
    for answer in futures::future::join_all(calls).await {
        answer.unwrap();
    }
    let metrics = acton.metrics();
    assert_eq!(
        (metrics.calls, metrics.refused, metrics.retries),
        (17, 0, 0)
    );
    assert!(
        metrics.waits >= 11 && metrics.bytes_received > 0,
        "{metrics:?}"
    );
    assert_eq!(metrics.left_today, Some(30_000 - 17));
}

#[tokio::test]
async fn only_a_wait_of_a_millisecond_or_longer_is_counted_and_told() {
    let server = "http://127.0.0.1:1".parse().unwrap();
    let watch = Watch::new(5, &server, None);
    let mut events = watch.events();
    let watched = watch.begin(&read(), &[]);
    watched.waited(Duration::from_micros(999));
    let metrics = watch.counters.snapshot(None);
    assert_eq!((metrics.waits, metrics.waited), (0, Duration::ZERO));
    watched.waited(Duration::from_millis(1));
    watched.waited(Duration::from_millis(20));
    let metrics = watch.counters.snapshot(None);
    assert_eq!(
        (metrics.waits, metrics.waited),
        (2, Duration::from_millis(21))
    );
    watched.end(Err(&crate::Error::new(crate::ErrorKind::Timeout, "x")));
    let mut told = 0;
    while let Some(Some(event)) = events.next().now_or_never() {
        told += usize::from(matches!(event, crate::Event::Waited { .. }));
    }
    assert_eq!(told, 2);
}

#[tokio::test]
async fn calls_that_find_their_turn_free_wait_for_nothing() {
    let emulator = acton_emulator::Emulator::builder()
        .rate_limit(false)
        .start()
        .await
        .unwrap();
    let text = format!("{}&CallsPerSecond=1000", emulator.connection_string());
    let acton = crate::Client::connect(&text).await.unwrap();
    for _ in 0..10 {
        acton.call(read()).await.unwrap();
    }
    let metrics = acton.metrics();
    assert_eq!(metrics.calls, 11);
    // A thread may be held up between two looks at the clock, but not each time.
    assert!(metrics.waits < 5, "{metrics:?}");
}
