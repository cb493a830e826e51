//! Orders as a table: a row for each line.

use std::fs::File;
use std::io::Write;

use haberdash_core::Result;
use haberdash_core::database::Connection;
use haberdash_core::exports::{self, ExportFormat, ExportedOrder};
use haberdash_files::{self as files, Cell, Decimal, SheetWriter};

use super::{Progress, STYLE, buffered, decimal, fill};
use crate::care::reading::file_error;

const ORDER_HEADERS: [&str; 17] = [
    "Order",
    "Placed at (UTC)",
    "Status",
    "Payment",
    "Customer",
    "Currency",
    "Line",
    "SKU",
    "Title",
    "Variant",
    "Quantity",
    "Unit price",
    "Line total",
    "Order subtotal",
    "Order shipping",
    "Order discount",
    "Order total",
];

pub(super) fn write(
    connection: &Connection,
    out: &mut File,
    format: ExportFormat,
    progress: &mut Progress<'_>,
) -> Result<i64> {
    let out = buffered(out);
    let sheet = match format {
        ExportFormat::Xlsx => SheetWriter::xlsx(out, "Orders", &ORDER_HEADERS),
        _ => SheetWriter::csv(out, STYLE, &ORDER_HEADERS),
    };
    let writer = sheet.map_err(file_error)?;
    let each = |take: &mut dyn FnMut((ExportedOrder, String)) -> Result<()>| {
        exports::each_order(connection, &mut |order, customer| take((order, customer.to_owned())))
    };
    fill(writer, write_order, SheetWriter::finish, each, progress)
}

/// One row for each line, with the order's figures on each.
fn write_order<W: Write>(
    writer: &mut SheetWriter<W>,
    (order, customer): &(ExportedOrder, String),
) -> files::Result<()> {
    for row in order_rows(order) {
        let mut cells = vec![
            Cell::text(&order.number),
            row.placed_at.as_deref().map_or(Cell::Blank, Cell::text),
            Cell::text(&order.status),
            Cell::text(&order.payment_status),
            Cell::text(customer),
            Cell::text(&row.currency),
        ];
        cells.extend(row.line.iter().map(|cell| match cell {
            Some(OwnCell::Text(text)) => Cell::text(text),
            Some(OwnCell::Number(number)) => Cell::Number(*number),
            Some(OwnCell::Integer(number)) => Cell::Integer(*number),
            None => Cell::Blank,
        }));
        cells.extend(row.totals.iter().map(|total| Cell::Number(*total)));
        writer.row(cells)?;
    }
    Ok(())
}

enum OwnCell {
    Text(String),
    Number(Decimal),
    Integer(i64),
}

struct OrderRow {
    placed_at: Option<String>,
    currency: String,
    line: [Option<OwnCell>; 7],
    totals: [Decimal; 4],
}

fn order_rows(order: &ExportedOrder) -> Vec<OrderRow> {
    let totals = [order.subtotal, order.shipping, order.discount, order.total].map(decimal);
    let placed_at = order.placed_at.map(|at| at.to_jiff().strftime("%Y-%m-%d %H:%M:%S").to_string());
    let row = |line| OrderRow {
        placed_at: placed_at.clone(),
        currency: order.total.currency.to_string(),
        line,
        totals,
    };
    if order.lines.is_empty() {
        return vec![row([const { None }; 7])];
    }
    order
        .lines
        .iter()
        .map(|line| {
            let total = line.unit_price.checked_mul(line.quantity).unwrap_or(line.unit_price);
            row([
                Some(OwnCell::Integer(line.position)),
                line.sku.clone().map(OwnCell::Text),
                Some(OwnCell::Text(line.title.clone())),
                Some(OwnCell::Text(line.variant_title.clone())),
                Some(OwnCell::Integer(line.quantity)),
                Some(OwnCell::Number(decimal(line.unit_price))),
                Some(OwnCell::Number(decimal(total))),
            ])
        })
        .collect()
}
