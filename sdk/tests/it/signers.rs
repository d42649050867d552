//! Keys that are not in this process.

use std::{
    fs,
    net::{Ipv4Addr, TcpListener},
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use antelope::{Checksum256, name};
use sdk::{
    Devnet, LocalSigner, Signer,
    nodeos::Installation,
    signer::{CallbackSigner, Keosd},
    transport::{Mock, TransportError},
};

const KEY: &str = "5KQwrPbwdL6PhXujxW37FSSQZ1JiwsST4cqQzDeyXtP79zkvFD3";
const DIGEST: Checksum256 = Checksum256([7; 32]);

#[tokio::test]
async fn function_signs_or_refuses() {
    let devnet = Devnet::new();
    let local = devnet.signer().clone();
    let key = local.public_key();
    let signer = CallbackSigner::new(key.clone(), move |digest| {
        let local = local.clone();
        Box::pin(async move { local.sign(&digest).await })
    });
    assert_eq!(signer.public_key(), key);
    let creator = name!("eosio");
    devnet.client().create_account(&signer, creator, name!("alice"), &key).await.unwrap();

    let refusing = CallbackSigner::new(key.clone(), |_| {
        Box::pin(std::future::ready(Err(sdk::Error::signing("the user said no"))))
    });
    let error = devnet.client().create_account(&refusing, creator, name!("bob"), &key).await;
    let error = error.unwrap_err();
    assert!(error.is_signing() && !error.is_undecided());
    assert_eq!(error.to_string(), "cannot sign: the user said no");
    assert!(!format!("{signer:?}").contains("5KQ"));
}

#[tokio::test]
async fn what_keosd_answers_is_understood() {
    let local: LocalSigner = KEY.parse().unwrap();
    let key = local.public_key();
    let signature = local.sign_digest(&DIGEST).unwrap();
    let mock = Mock::new();
    let keosd = Keosd::new(mock.clone());
    mock.answer(201, format!(r#"["{key}"]"#)).answer(201, format!(r#""{signature}""#));
    assert_eq!(keosd.public_keys().await.unwrap(), std::slice::from_ref(&key));
    let signer = keosd.signer(key.clone());
    assert_eq!(signer.sign(&DIGEST).await.unwrap(), signature);
    let request = mock.requests().pop().unwrap();
    assert_eq!(request.path, "/v1/wallet/sign_digest");
    assert_eq!(request.body, format!(r#"["{DIGEST}","{key}"]"#).into_bytes());

    let locked = r#"{"code":500,"message":"Internal Service Error","error":{"code":3120003,"name":"wallet_locked_exception","what":"Locked wallet","details":[]}}"#;
    mock.answer(500, locked).answer(201, "{}").fail(TransportError::unreachable("refused"));
    for expected in ["Locked wallet", "sign_digest", "refused"] {
        let error = signer.sign(&DIGEST).await.unwrap_err();
        assert!(error.is_signing() && error.to_string().contains(expected), "{error}");
    }
}

/// A keosd with a wallet in a folder of its own; ended with it.
struct Running {
    process: Child,
    url: String,
}

impl Running {
    fn start(installation: &Installation, folder: &Path) -> Self {
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap();
        let log = fs::File::create(folder.join("log")).unwrap();
        let process = installation
            .keosd()
            .args(
                ["--config-dir", "--data-dir", "--wallet-dir"]
                    .iter()
                    .flat_map(|option| [option.as_ref(), folder.as_os_str()]),
            )
            .arg("--unix-socket-path")
            .arg(folder.join("keosd.sock"))
            .arg(format!("--http-server-address={port}"))
            .args(["--http-validate-host=false", "--unlock-timeout=99999"])
            .stdin(Stdio::null())
            .stdout(log.try_clone().unwrap())
            .stderr(log)
            .spawn()
            .unwrap();
        Self { process, url: format!("http://{port}") }
    }

    fn cleos(&self, installation: &Installation) -> Command {
        let mut command = installation.cleos();
        command.args(["--no-auto-keosd", "--wallet-url", &self.url, "wallet"]);
        command
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[tokio::test]
async fn keosd_signs_what_the_chain_accepts() {
    let installation = Installation::require().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let running = Running::start(&installation, folder.path());
    let keosd = Keosd::http(&running.url).unwrap();
    let deadline = Instant::now() + Duration::from_secs(20);
    // Without a wallet it refuses, and so shows that it is there.
    while keosd.public_keys().await.unwrap_err().to_string().contains("Connection refused") {
        assert!(Instant::now() < deadline, "keosd does not answer");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let run = |arguments: &[&str]| {
        let output = running.cleos(&installation).args(arguments).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    let password = folder.path().join("password");
    run(&["create", "--file", password.to_str().unwrap()]);
    run(&["import", "--private-key", KEY]);

    let local: LocalSigner = KEY.parse().unwrap();
    assert_eq!(keosd.public_keys().await.unwrap(), [local.public_key()]);
    let signer = keosd.signer(local.public_key());
    let devnet = Devnet::new();
    let key = signer.public_key();
    devnet.client().create_account(&signer, name!("eosio"), name!("alice"), &key).await.unwrap();

    run(&["lock_all"]);
    let error = signer.sign(&DIGEST).await.unwrap_err();
    assert!(error.is_signing(), "{error}");
}
