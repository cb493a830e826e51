//! Writes and reads a Shopify table of as many variants as asked (default 100,000) and prints JSON: seconds, and the
//! most memory that the process ever had (Linux).

use std::fs::File;
use std::io::BufReader;
use std::ops::ControlFlow;
use std::time::Instant;

use haberdash_files::{
    Decimal, Description, ImageLink, Limits, Product, ProductOption, Said, ShopifyWriter, Status, Variant,
    prepare, products, survey,
};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let wanted: usize = std::env::args().nth(1).map_or(Ok(100_000), |text| text.parse())?;
    let folder = std::env::temp_dir().join(format!("haberdash-files-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let source = folder.join("products.csv");
    let canonical = folder.join("canonical.csv");

    let start = Instant::now();
    let mut writer = ShopifyWriter::new(File::create(&source)?, 3)?;
    for number in 0..wanted.div_ceil(20) {
        writer.product(&product(number))?;
    }
    writer.finish()?;
    let written = start.elapsed();

    let start = Instant::now();
    let prepared =
        prepare(File::open(&source)?, "products.csv", None, &Limits::default(), File::create(&canonical)?)?;
    let prepare_time = start.elapsed();
    let start = Instant::now();
    let layout = &prepared.layout;
    let found =
        survey(File::open(&canonical)?, layout, &Limits::default(), &mut |_| ControlFlow::Continue(()))?;
    let survey_time = start.elapsed();
    let start = Instant::now();
    let (mut variants, mut refused) = (0, 0);
    for entry in products(BufReader::new(File::open(&canonical)?), layout, &found, layout.body)? {
        let entry = entry?;
        refused += usize::from(entry.rejected());
        variants += entry.item.map_or(0, |product| product.variants.len());
    }
    let read_time = start.elapsed();
    let bytes = std::fs::metadata(&source)?.len();
    std::fs::remove_dir_all(&folder)?;
    let peak = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = peak.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or("0").trim().to_owned();
    println!(
        "{{\"variants\":{variants},\"refused\":{refused},\"bytes\":{bytes},\"write_s\":{:.2},\"prepare_s\":{:.2},\"survey_s\":{:.2},\"read_s\":{:.2},\"peak\":\"{peak}\"}}",
        written.as_secs_f64(),
        prepare_time.as_secs_f64(),
        survey_time.as_secs_f64(),
        read_time.as_secs_f64()
    );
    Ok(())
}

/// Four sizes in five colours, with three pictures.
fn product(number: usize) -> Product {
    let option = |name: &str, values: &[&str]| ProductOption {
        name: name.to_owned(),
        values: values.iter().map(|value| (*value).to_owned()).collect(),
    };
    let options = vec![
        option("Size", &["S", "M", "L", "XL"]),
        option("Colour", &["Navy", "Sand", "Olive", "Wine", "Black"]),
    ];
    let mut variants = Vec::new();
    for size in &options[0].values {
        for colour in &options[1].values {
            variants.push(Variant {
                sku: Said::Value(format!("P{number}-{size}-{colour}")),
                values: vec![size.clone(), colour.clone()],
                price: Said::Value(Decimal::from_minor(4_990, 2)),
                stock: Said::Value(3),
                ..Variant::default()
            });
        }
    }
    Product {
        handle: Said::Value(format!("product-{number}")),
        title: Said::Value(format!("Linen dress {number}")),
        description: Said::Value(Description::from_text(
            "Soft, washed linen.\nMade to last; wash at 30 °C.".repeat(5),
        )),
        brand: Said::Value("Harbour".to_owned()),
        category: Said::Value("Women > Dresses".to_owned()),
        tags: Said::Value(vec!["summer".to_owned(), "linen".to_owned()]),
        status: Said::Value(Status::Active),
        options: Said::Value(options),
        variants,
        images: (0..3)
            .map(|at| ImageLink {
                url: format!("https://example.com/{number}-{at}.jpg"),
                ..ImageLink::default()
            })
            .collect(),
        ..Product::default()
    }
}
