//! The pace of one client, and of several that share it; the clock is paused.

mod together;

use std::sync::Arc;

use super::*;

async fn starts(limiter: &Arc<Limiter>, calls: usize) -> Vec<Instant> {
    let tasks: Vec<_> = (0..calls)
        .map(|_| {
            let limiter = Arc::clone(limiter);
            tokio::spawn(async move {
                limiter.turn().await;
                Instant::now()
            })
        })
        .collect();
    let mut starts = Vec::new();
    for task in tasks {
        starts.push(task.await.unwrap());
    }
    starts.sort();
    starts
}

fn worst_second(starts: &[Instant]) -> usize {
    let within = |from: &Instant| {
        starts
            .iter()
            .filter(|at| *at >= from && **at - *from < Duration::from_secs(1))
            .count()
    };
    starts.iter().map(within).max().unwrap_or_default()
}

#[tokio::test(start_paused = true)]
async fn three_hundred_calls_never_exceed_five_a_second_and_take_about_a_minute() {
    let begun = Instant::now();
    let starts = starts(&Arc::new(Limiter::new(5)), 300).await;
    assert_eq!(worst_second(&starts), 5);
    let ideal = Duration::from_secs(59);
    assert!(begun.elapsed() >= ideal);
    assert!(
        begun.elapsed() <= ideal.mul_f64(1.03),
        "{:?}",
        begun.elapsed()
    );
}

#[tokio::test(start_paused = true)]
async fn a_quiet_spell_does_not_save_up_turns() {
    let limiter = Arc::new(Limiter::new(5));
    starts(&limiter, 3).await;
    tokio::time::sleep(Duration::from_secs(60)).await;
    assert_eq!(worst_second(&starts(&limiter, 20).await), 5);
}

#[tokio::test(start_paused = true)]
async fn a_turn_that_the_first_in_the_queue_does_not_take_goes_to_the_next() {
    let limiter = Arc::new(Limiter::new(1));
    limiter.turn().await;
    let mut first = std::pin::pin!(limiter.turn());
    let mut second = std::pin::pin!(limiter.turn());
    for asleep in [first.as_mut(), second.as_mut()] {
        let polled = tokio::time::timeout(Duration::from_millis(1), asleep).await;
        assert!(polled.is_err(), "its turn has not come");
    }
    // From here on nobody polls those two.
    let starts = starts(&limiter, 5).await;
    assert_eq!(worst_second(&starts), 1);
    first.await;
    second.await;
}

#[tokio::test(start_paused = true)]
async fn turns_are_taken_in_the_order_they_were_asked_for() {
    let limiter = Arc::new(Limiter::new(1));
    let order = Arc::new(Mutex::new(Vec::new()));
    let tasks: Vec<_> = (0..10)
        .map(|n| {
            let (limiter, order) = (Arc::clone(&limiter), Arc::clone(&order));
            tokio::spawn(async move {
                limiter.turn().await;
                order.lock().unwrap().push(n);
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    assert_eq!(*order.lock().unwrap(), (0..10).collect::<Vec<_>>());
}

#[tokio::test(start_paused = true)]
async fn a_caller_that_gives_up_takes_no_turn() {
    let limiter = Arc::new(Limiter::new(1));
    limiter.turn().await;
    let gave_up = tokio::time::timeout(Duration::from_millis(500), limiter.turn()).await;
    assert!(gave_up.is_err());
    let begun = Instant::now();
    limiter.turn().await;
    assert!(
        begun.elapsed() < Duration::from_millis(600),
        "the turn given up was free"
    );
}

#[tokio::test(start_paused = true)]
async fn a_429_closes_the_window_and_halves_the_rate_for_a_while() {
    let limiter = Arc::new(Limiter::new(4));
    limiter.turn().await;
    limiter.refused(Some(Duration::from_secs(7)));
    let begun = Instant::now();
    let starts = starts(&limiter, 10).await;
    assert!(starts[0] - begun >= Duration::from_secs(7));
    assert_eq!(worst_second(&starts), 2);
    tokio::time::sleep(PENANCE * 2).await;
    assert_eq!(worst_second(&self::starts(&limiter, 10).await), 4);
}

#[tokio::test(start_paused = true)]
async fn without_a_limit_nothing_waits_and_little_is_remembered() {
    let limiter = Arc::new(Limiter::new(None));
    let begun = Instant::now();
    starts(&limiter, 1000).await;
    assert_eq!(begun.elapsed(), Duration::ZERO);
    tokio::time::sleep(WINDOW).await;
    limiter.turn().await;
    assert_eq!(limiter.window().lately(Instant::now()), 1);
}

#[tokio::test(start_paused = true)]
async fn without_a_limit_a_429_closes_too_and_halves_what_was_begun_in_the_last_second() {
    let limiter = Arc::new(Limiter::new(None));
    starts(&limiter, 30).await;
    tokio::time::sleep(WINDOW).await;
    starts(&limiter, 12).await;
    // All that were under way are refused.
    for _ in 0..12 {
        limiter.refused(Some(Duration::from_secs(7)));
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    let begun = Instant::now();
    let starts = starts(&limiter, 24).await;
    assert!(starts[0] - begun >= Duration::from_secs(6));
    assert_eq!(worst_second(&starts), 6);
    limiter.refused(None);
    assert_eq!(worst_second(&self::starts(&limiter, 9).await), 3);
    tokio::time::sleep(PENANCE * 2).await;
    assert_eq!(worst_second(&self::starts(&limiter, 50).await), 50);
}

#[tokio::test(start_paused = true)]
async fn a_429_also_stops_those_already_waiting() {
    let limiter = Arc::new(Limiter::new(1));
    limiter.turn().await;
    let begun = Instant::now();
    let waiting = tokio::spawn({
        let limiter = Arc::clone(&limiter);
        async move { limiter.turn().await }
    });
    tokio::task::yield_now().await;
    limiter.refused(Some(Duration::from_secs(5)));
    waiting.await.unwrap();
    assert!(begun.elapsed() >= Duration::from_secs(5));
}

#[tokio::test(start_paused = true)]
async fn requests_that_waited_for_a_connection_are_counted_from_when_it_stands() {
    for slow in [300, 2500] {
        let limiter = Arc::new(Limiter::new(5));
        starts(&limiter, 5).await;
        let connecting = limiter.connecting();
        let next = tokio::spawn({
            let limiter = Arc::clone(&limiter);
            async move {
                limiter.turn().await;
                Instant::now()
            }
        });
        tokio::time::sleep(Duration::from_millis(slow)).await;
        drop(connecting);
        let arrived = Instant::now();
        assert!(
            next.await.unwrap() - arrived >= Duration::from_secs(1),
            "{slow} ms"
        );
    }
}
