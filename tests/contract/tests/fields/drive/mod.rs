//! Makes every request that the ORM can make, and by hand those that it has no function for, through a
//! proxy that keeps them.

mod by_hand;
mod login;
mod reads;
mod variations;
mod writes;

use std::error::Error;
use std::time::Duration;

use acton_emulator::{Builder, Emulator};
use acton_orm::{Client, ClientBuilder, Downloads, Terminal};
use acton_orm_contract_tests::exchange::Exchange;
use acton_orm_contract_tests::proxy::Proxy;
use acton_orm_tests::reading::TERMINALS;
use acton_orm_tests::start;

/// What a part of the drive comes to.
pub type Done = Result<(), Box<dyn Error>>;

/// Who made a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// The ORM, by a table or a function.
    Orm,
    /// `Client::request`, as `calls.txt` has it.
    Hand,
    /// Either of them, and it is wrong on purpose: only its answer is of interest.
    Mistake,
}

/// An account behind a proxy.
pub struct Account {
    /// The account.
    pub emulator: Emulator,
    /// What stands before it.
    pub proxy: Proxy,
    /// What passed so far.
    pub kept: Vec<(By, Exchange)>,
}

impl Account {
    /// Starts one.
    pub async fn start(builder: Builder) -> Self {
        let emulator = start(builder).await;
        let proxy = Proxy::before(emulator.url()).await.expect("a free port");
        Self {
            emulator,
            proxy,
            kept: Vec::new(),
        }
    }

    /// The connection string, by way of the proxy.
    pub fn connection_string(&self) -> String {
        let port = |url: &str| url.rsplit(':').next().unwrap_or_default().to_owned();
        let (to, by) = (port(self.emulator.url()), port(self.proxy.url()));
        let text = self.emulator.connection_string();
        text.replace(&format!("%3A{to}&"), &format!("%3A{by}&"))
    }

    /// A client to be, which goes through the proxy and tries once.
    pub fn builder(&self) -> ClientBuilder {
        Client::parse(&self.connection_string())
            .expect("the emulator's connection string")
            .calls_per_second(None)
            .calls_per_day(1_000_000)
            .late_writes(Duration::ZERO)
            .max_retries(0)
    }

    /// A client through the proxy.
    pub async fn client(&self, downloads: Downloads, rows: u32) -> acton_orm::Result<Client> {
        let builder = self.builder().downloads(downloads).pagesize(rows);
        builder.connect().await
    }

    /// What passed since was this one's.
    pub fn keep(&mut self, by: By) {
        let taken = self.proxy.take().into_iter();
        self.kept.extend(taken.map(|exchange| (by, exchange)));
    }
}

/// The whole drive: the account as it is, and what each of the emulator's switches makes of it.
pub async fn all() -> Vec<(By, Exchange)> {
    let mut kept = Vec::new();
    let mut account = Account::start(acton_orm_tests::builder().login_limit(false)).await;
    let done = through(&mut account, &TERMINALS).await;
    done.expect("the account as it is");
    kept.append(&mut account.kept);
    for switch in variations::all() {
        let mut account = Account::start(switch.builder().login_limit(false)).await;
        let done = through(&mut account, &[Terminal::Load]).await;
        if switch.succeeds {
            done.expect("an account with a switch turned");
        }
        account.keep(By::Mistake);
        kept.append(&mut account.kept);
    }
    kept
}

async fn through(account: &mut Account, terminals: &[Terminal]) -> Done {
    login::all(account).await?;
    reads::all(account, terminals).await?;
    writes::all(account).await?;
    by_hand::all(account).await
}
