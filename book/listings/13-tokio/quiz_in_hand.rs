use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::time::sleep;

type Photos = Arc<Mutex<VecDeque<&'static str>>>;

async fn upload_all(waiting: Photos, stored: Photos) {
    loop {
        let Some(photo) = waiting.lock().unwrap().pop_front() else {
            return;
        };
        sleep(Duration::from_secs(2)).await; // the upload
        stored.lock().unwrap().push_back(photo);
    }
}

#[tokio::main(flavor = "current_thread", start_paused = true)]
pub async fn main() {
    let waiting = Photos::new(Mutex::new(["sea", "cliff", "boat"].into()));
    let stored = Photos::default();
    let task = tokio::spawn(upload_all(waiting.clone(), stored.clone()));
    sleep(Duration::from_secs(3)).await;
    task.abort();
    assert!(task.await.is_err());
    let [waiting, stored] = [waiting, stored].map(|photos| photos.lock().unwrap().len());
    println!("{waiting} waiting, {stored} stored");
}
