//! `--tls` and `--tls-cert`: the program serves https, to who trusts the certificate that it wrote.
#![cfg(feature = "tls")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on has failed"
)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

/// The program, stopped at the end of the test.
struct Program(Child);

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn program(arguments: &[&str]) -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_acton-emulator"));
    program.args(arguments).args(["--port", "0", "--quiet"]);
    program
}

/// Starts it; gives the lines it says itself with.
fn start(arguments: &[&str]) -> (Program, Vec<String>) {
    let child = program(arguments).stdout(Stdio::piped()).spawn();
    let mut program = Program(child.unwrap());
    let mut said = Vec::new();
    for line in BufReader::new(program.0.stdout.take().unwrap()).lines() {
        said.push(line.unwrap());
        if said.last().is_some_and(|line| line.contains("Ctrl-C")) {
            break;
        }
    }
    (program, said)
}

/// The status line of `GET path`, by a client that trusts this certificate alone.
fn get(host: &str, certificate: &Path, path: &str) -> std::io::Result<String> {
    let mut roots = RootCertStore::empty();
    roots
        .add(CertificateDer::from_pem_file(certificate).unwrap())
        .unwrap();
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from("localhost").unwrap();
    let client = ClientConnection::new(Arc::new(config), name).unwrap();
    let mut stream = StreamOwned::new(client, TcpStream::connect(host)?);
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
    )?;
    let mut answer = Vec::new();
    // How a server ends a connection is not what is asked here.
    let _ = stream.read_to_end(&mut answer);
    let answer = String::from_utf8(answer).unwrap();
    Ok(answer.lines().next().unwrap_or_default().to_owned())
}

#[test]
fn the_program_writes_the_certificate_by_which_its_clients_trust_it() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let (ours, theirs) = (folder.join("ours.pem"), folder.join("theirs.pem"));
    let file = |path: &Path| path.to_str().unwrap().to_owned();
    let (_one, said) = start(&["--tls", "--tls-cert", &file(&ours)]);
    let (_other, _) = start(&["--tls", "--tls-cert", &file(&theirs)]);

    let url = said.iter().find(|line| line.contains("URL")).unwrap();
    let host = url.split("https://").nth(1).expect("an https address");
    let connection = said.iter().find(|line| line.contains("acton:///")).unwrap();
    assert!(connection.contains("SSLServerCert="), "{connection}");

    assert_eq!(get(host, &ours, "/_emulator").unwrap(), "HTTP/1.1 200 OK");
    let anonymous = get(host, &ours, "/api/1/account").unwrap();
    assert_eq!(anonymous, "HTTP/1.1 401 Unauthorized");
    let stranger = get(host, &theirs, "/_emulator").unwrap_err();
    assert!(stranger.to_string().contains("certificate"), "{stranger}");

    // No key leaves the program.
    let written = std::fs::read_to_string(&ours).unwrap();
    assert!(written.contains("BEGIN CERTIFICATE") && !written.contains("PRIVATE"));
}

#[test]
fn a_certificate_without_https_or_in_a_folder_that_is_not_there_is_refused() {
    for (arguments, words) in [
        (&["--tls-cert", "emulator.pem"][..], "--tls"),
        (
            &["--tls", "--tls-cert", "no/such/folder/emulator.pem"],
            "no/such/folder/emulator.pem",
        ),
    ] {
        let output = program(arguments).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(!output.status.success(), "{arguments:?}");
        assert!(said.contains(words), "{said}");
    }
}
