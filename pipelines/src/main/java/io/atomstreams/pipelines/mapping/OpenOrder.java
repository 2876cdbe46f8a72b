package io.atomstreams.pipelines.mapping;

import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.event.OrderLine;
import java.util.ArrayList;
import java.util.List;

/** An order while its rows come in. The first row says what all have in common. */
final class OpenOrder {

  final CsvRows.CsvRow first;
  final String key;
  final EventType type;
  final List<OrderLine> lines = new ArrayList<>();

  /** Event time of the earliest row, ms. */
  long ts;

  /** How many rows the file had given when this order got its last one. */
  long lastRow;

  OpenOrder(CsvRows.CsvRow first, String key, EventType type, long ts) {
    this.first = first;
    this.key = key;
    this.type = type;
    this.ts = ts;
  }

  void add(OrderLine line, long lineTs, long row) {
    lines.add(line);
    ts = Math.min(ts, lineTs);
    lastRow = row;
  }
}
