package io.atomstreams.pipelines.training;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;

/**
 * How rows are written. Each row has the entity, the id of the event, its time, the instant the
 * vector is about (both ms since the epoch), the label (1 positive, 0 negative) and the vector. The
 * same rows give the same bytes.
 */
public enum RowFormat {
  /** A header, then a column for each feature; empty where a feature has no value. */
  CSV {
    @Override
    RowWriter open(OutputStream out, List<String> features) throws IOException {
      return new CsvRowWriter(out, features);
    }
  },
  /** One object a line, features by name; {@code null} for {@code NaN} and the infinities. */
  JSONL {
    @Override
    RowWriter open(OutputStream out, List<String> features) throws IOException {
      return new JsonRowWriter(out, features);
    }
  },
  /** An object container file, the vector bit for bit; names in its metadata {@code features}. */
  AVRO {
    @Override
    RowWriter open(OutputStream out, List<String> features) throws IOException {
      return new AvroRowWriter(out, features);
    }
  };

  /** Begins a file; closing the writer closes {@code out}. */
  abstract RowWriter open(OutputStream out, List<String> features) throws IOException;

  /** Such as {@code rows.csv}. */
  public String fileName() {
    return "rows." + name().toLowerCase(Locale.ROOT);
  }
}
