//! The program as its own child, as it is shipped: asked for a model over its pipes.
#![cfg(feature = "llama")]

use haberdash_llama::Error;
use haberdash_llama::host::{Host, HostCommand, HostSettings};
use haberdash_llama::model::ModelSpec;

#[tokio::test]
async fn the_program_serves_a_model_to_the_one_that_started_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let command = HostCommand {
        program: env!("CARGO_BIN_EXE_haberdash").into(),
        arguments: vec![haberdash_server::model_host::SUBCOMMAND.into()],
        environment: Vec::new(),
    };
    let host = Host::new(command, HostSettings::default());
    let path = folder.path().join("model.gguf");
    assert_eq!(host.load(&ModelSpec::new(&path)).await, Err(Error::Missing { path: path.clone() }));
    std::fs::write(&path, "no model").expect("written");
    assert_eq!(host.load(&ModelSpec::new(&path)).await, Err(Error::Foreign));
    assert_eq!(host.status().await.expect("it lives").model, None);
    host.stop().await;
    assert_eq!(host.pid().await, None);
}
