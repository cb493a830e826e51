//! `haberdash demo`: makes the demo shop.

use std::process::ExitCode;

use clap::Args;
use haberdash_core::demo::{self, DemoOptions};
use haberdash_core::{Clock, SystemClock};

use super::Context;
use crate::instance::InstanceLock;
use crate::turns;

#[derive(Debug, Args)]
pub struct DemoArgs {
    /// The same seed gives the same shop.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Products in all, at least; the hand-made ones are always there.
    #[arg(long, default_value_t = 0)]
    products: usize,
    /// Messages in all, about.
    #[arg(long, default_value_t = 0)]
    messages: usize,
    /// Orders in all.
    #[arg(long, default_value_t = 0)]
    orders: usize,
    /// Throws an earlier demo shop away first. An owner's own shop is never touched.
    #[arg(long)]
    reset: bool,
}

pub fn run(context: &Context, arguments: &DemoArgs) -> anyhow::Result<ExitCode> {
    let _lock = InstanceLock::take(&context.data_dir)?;
    let options = DemoOptions {
        seed: arguments.seed,
        products: arguments.products,
        messages: arguments.messages,
        orders: arguments.orders,
        now: SystemClock.now(),
        reset: arguments.reset,
    };
    let report = demo::create(&context.data_dir, &options, &turns::builtin())?;
    if context.json {
        super::print_json(&report)?;
    } else {
        println!(
            "The demo shop is made: {} products in {} variants, {} contacts, {} orders, {} conversations with {} messages.",
            report.products,
            report.variants,
            report.contacts,
            report.orders,
            report.conversations,
            report.messages
        );
        let folder = context.data_dir.display();
        println!("It is in {folder}. Open it with: haberdash serve --data '{folder}'");
    }
    Ok(ExitCode::SUCCESS)
}
