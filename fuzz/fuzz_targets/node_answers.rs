//! Any answers of a node to the client: an error or a value, soon, and never a panic.
//!
//! The first byte says what is asked; the rest are the answers, with a line break between them. Each begins with a byte
//! for its status. A virtual clock ends what would wait.
#![no_main]

use std::{sync::LazyLock, time::Duration};

use antelope::{Asset, Name, Pack, SignedTransaction, Unpack, name, table::Row};
use libfuzzer_sys::fuzz_target;
use sdk::{
    Client, Info, Pending, Until,
    clock::{Clock, Virtual},
    transport::{Endpoints, EndpointsConfig, Mock, Transport},
};

const INFO: &str = r#"{"chain_id":"8a34ec7df1b8cd06ff4a8abbaa7cc50300823350cadc59ab296cb00d104d2b8f","head_block_num":9,"last_irreversible_block_num":8,"last_irreversible_block_id":"00000008e82fe33cef0a4c83ddb6c169cb01397134e2e6881c329bbe671cc865","head_block_id":"00000009e82fe33cef0a4c83ddb6c169cb01397134e2e6881c329bbe671cc865","head_block_time":"2026-11-20T23:46:16.500"}"#;
const ACCOUNT: Name = name!("eosio.token");

static PENDING: LazyLock<Pending> = LazyLock::new(|| {
    let info: Info = serde_json::from_str(INFO).expect("it is an answer of a node");
    Pending::new(SignedTransaction::default(), &info)
});

#[derive(Debug, Pack, Unpack)]
struct Balance {
    balance: Asset,
}

impl Row for Balance {
    const TABLE: Name = name!("accounts");
    type Indices = ();

    fn primary_key(&self) -> u64 {
        self.balance.symbol.code().0
    }
}

fuzz_target!(|input: &[u8]| {
    let Some((kind, answers)) = input.split_first() else { return };
    let (mock, clock) = (Mock::new(), Virtual::default());
    for answer in answers.split(|byte| *byte == b'\n').take(64) {
        let Some((status, body)) = answer.split_first() else { continue };
        let status = [200, 202, 400, 404, 409, 429, 500, 502][usize::from(status % 8)];
        mock.answer(status, body);
    }
    let client = Client::with_clock(mock.clone(), clock.clone());
    let error = clock.run(async {
        match kind % 10 {
            0 => client.get_info().await.err(),
            1 => client.get_account(ACCOUNT).await.err(),
            2 => client.abi(ACCOUNT).await.err(),
            3 => client.rows::<Balance>(ACCOUNT, ACCOUNT).await.err(),
            4 => client.rows_json(ACCOUNT, ACCOUNT, Balance::TABLE, 99).await.err(),
            5 => client.send(PENDING.signed()).await.err(),
            6 => client.submit(&PENDING).await.err(),
            7 => client.wait(&PENDING, Until::Included).await.err(),
            8 => client.wait(&PENDING, Until::Irreversible).await.err(),
            _ => {
                let way: Box<dyn Transport> = Box::new(mock);
                let ways = [("a".to_owned(), way)];
                let ways = Endpoints::new(ways, clock.clone(), EndpointsConfig::default());
                let client = Client::with_clock(ways.expect("there is one"), clock.clone());
                client.submit(&PENDING).await.err()
            }
        }
    });
    assert!(clock.now() < antelope::TimePoint(Duration::from_secs(3600).as_micros() as i64));
    if let Some(error) = error {
        let _ = (error.to_string(), error.advice(), error.missing_authority());
        let _ = (error.shortage().map(|shortage| shortage.to_string()), error.assertion_code());
    }
});
