//! The floor: the plainest program that could do the same job. Rows and photos go in one body, packed with zstd, over HTTPS;
//! the other side writes them in one transaction of a plain SQLite file with `synchronous = FULL`, and answers with rows.
//! It checks no signature, knows no tablet, and cannot go on after a cut.

use std::io::Write;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, Result};
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::routing::{get, post};
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use hyper_util::service::TowerToHyperService;
use rusqlite::Connection;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer, ServerName, UnixTime};

/// A plain file that is written durably.
pub fn database(path: &Path) -> Result<Connection> {
    let connection = Connection::open(path)?;
    connection.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(()))?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.execute_batch("CREATE TABLE IF NOT EXISTS written (number INTEGER PRIMARY KEY, bytes BLOB NOT NULL)")?;
    Ok(connection)
}

/// Writes rows in one transaction.
pub fn write(connection: &Connection, rows: &[Vec<u8>]) -> Result<()> {
    let transaction = connection.unchecked_transaction()?;
    {
        let mut insert = transaction.prepare_cached("INSERT INTO written (bytes) VALUES (?1)")?;
        rows.iter().try_for_each(|row| insert.execute([row]).map(drop))?;
    }
    Ok(transaction.commit()?)
}

/// Rows as a body.
pub fn pack(rows: &[Vec<u8>]) -> Result<Vec<u8>> {
    let mut plain = Vec::new();
    for row in rows {
        plain.extend_from_slice(&u32::try_from(row.len())?.to_le_bytes());
        plain.extend_from_slice(row);
    }
    Ok(zstd::bulk::compress(&plain, 3)?)
}

/// A body as rows.
pub fn unpack(body: &[u8]) -> Result<Vec<Vec<u8>>> {
    let plain = zstd::decode_all(body)?;
    let (mut rows, mut rest) = (Vec::new(), plain.as_slice());
    while let Some((length, after)) = rest.split_first_chunk::<4>() {
        let (row, after) = after.split_at_checked(u32::from_le_bytes(*length) as usize).context("a row")?;
        rows.push(row.to_vec());
        rest = after;
    }
    Ok(rows)
}

struct Floor {
    database: Mutex<Connection>,
    answer: Vec<u8>,
    snapshot: Bytes,
}

/// `beibao-bench floor`, in a process of its own: `FLOOR_FOLDER` has the answer and the snapshot.
pub async fn serve() -> Result<()> {
    let folder = std::path::PathBuf::from(std::env::var_os("FLOOR_FOLDER").context("FLOOR_FOLDER")?);
    let floor = Arc::new(Floor {
        database: Mutex::new(database(&folder.join("floor.db"))?),
        answer: std::fs::read(folder.join("answer"))?,
        snapshot: std::fs::read(folder.join("snapshot")).unwrap_or_default().into(),
    });
    let day = post(|State(floor): State<Arc<Floor>>, body: Bytes| async move {
        let done = tokio::task::spawn_blocking(move || -> Result<Vec<u8>> {
            let rows = unpack(&body)?;
            write(&floor.database.lock().unwrap_or_else(PoisonError::into_inner), &rows)?;
            Ok(floor.answer.clone())
        });
        done.await.map_err(anyhow::Error::from).and_then(|done| done).map_err(|error| error.to_string())
    });
    let snapshot = get(|State(floor): State<Arc<Floor>>| async move { floor.snapshot.clone() });
    let router = Router::new()
        .route("/day", day)
        .route("/snapshot", snapshot)
        .layer(axum::extract::DefaultBodyLimit::disable())
        .with_state(floor);
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await?;
    println!("{}", listener.local_addr()?);
    std::io::stdout().flush()?;
    let key = rcgen::KeyPair::generate()?;
    let certificate = rcgen::CertificateParams::new(vec!["localhost".into()])?.self_signed(&key)?;
    let config = rustls::ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_protocol_versions(&[&rustls::version::TLS13])?
        .with_no_client_auth()
        .with_single_cert(
            vec![certificate.der().clone()],
            PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der())),
        )?;
    let acceptor = tokio_rustls::TlsAcceptor::from(Arc::new(config));
    loop {
        let (stream, _) = listener.accept().await?;
        let (acceptor, router) = (acceptor.clone(), router.clone());
        tokio::spawn(async move {
            let _ = stream.set_nodelay(true);
            let Ok(stream) = acceptor.accept(stream).await else { return };
            let service = TowerToHyperService::new(router);
            let _ = Builder::new(TokioExecutor::new()).serve_connection(TokioIo::new(stream), service).await;
        });
    }
}

/// A client that believes anybody.
pub fn client() -> Result<reqwest::Client> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_protocol_versions(&[&rustls::version::TLS13])?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(Anybody(provider)))
        .with_no_client_auth();
    Ok(reqwest::Client::builder().tls_backend_preconfigured(config).no_proxy().build()?)
}

/// Sends a body and writes the rows that come back.
pub async fn day(client: &reqwest::Client, address: SocketAddr, body: Vec<u8>, own: &Path) -> Result<()> {
    let answer = client.post(format!("https://{address}/day")).body(body).send().await?.error_for_status()?;
    let bytes = answer.bytes().await?;
    let own = own.to_owned();
    tokio::task::spawn_blocking(move || write(&database(&own)?, &unpack(&bytes)?)).await?
}

#[derive(Debug)]
struct Anybody(Arc<rustls::crypto::CryptoProvider>);

impl rustls::client::danger::ServerCertVerifier for Anybody {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<rustls::client::danger::ServerCertVerified, rustls::Error> {
        Ok(rustls::client::danger::ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &rustls::DigitallySignedStruct,
    ) -> Result<rustls::client::danger::HandshakeSignatureValid, rustls::Error> {
        Err(rustls::Error::General("TLS 1.3 only".into()))
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &rustls::DigitallySignedStruct,
    ) -> Result<rustls::client::danger::HandshakeSignatureValid, rustls::Error> {
        rustls::crypto::verify_tls13_signature(message, certificate, signed, &self.0.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<rustls::SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}
