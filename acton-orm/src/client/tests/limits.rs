//! Many tasks on clones of one client keep to the allowance.

use std::time::Duration;

use tokio::time::Instant;

use super::scripted::{OK, read, with_password};

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
