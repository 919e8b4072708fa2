use std::time::Duration;
use tokio::runtime::Handle;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};

async fn ask(seconds: u64) -> Result<u64, String> {
    sleep(Duration::from_secs(seconds)).await;
    match seconds {
        2 => Err("mail is down".to_owned()),
        _ => Ok(seconds),
    }
}

#[tokio::main(flavor = "current_thread", start_paused = true)]
pub async fn main() {
    let start = Instant::now();
    let runtime = Handle::current().metrics();
    // ANCHOR: ask
    let mut tasks: JoinSet<_> = [5, 2, 9, 1].map(ask).into_iter().collect();
    while let Some(ended) = tasks.join_next().await {
        let answer = ended.unwrap();
        println!("{:?} after {:?}", answer, start.elapsed());
        if answer.is_err() {
            break;
        }
    }
    tasks.abort_all();
    println!("asked to end: {} tasks left", runtime.num_alive_tasks());
    tasks.shutdown().await;
    println!("waited for: {} tasks left", runtime.num_alive_tasks());
    // ANCHOR_END: ask
}
