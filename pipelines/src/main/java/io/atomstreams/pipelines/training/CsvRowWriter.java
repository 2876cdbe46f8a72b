package io.atomstreams.pipelines.training;

import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.atomstreams.operators.label.LabelPass.Labelled;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Numbers are the shortest decimal that reads back as the same float. */
final class CsvRowWriter implements RowWriter {

  private static final List<String> LEADING = List.of(ENTITY, EVENT_ID, TS, AS_OF, LABEL);

  private static final CsvMapper CSV =
      CsvMapper.builder(
              CsvFactory.builder()
                  .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
                  .enable(CsvGenerator.Feature.STRICT_CHECK_FOR_QUOTING)
                  .build())
          .build();

  /** Not null, which Jackson leaves out of a row that is written as an array. */
  private static final String NO_VALUE = "";

  private final int width;
  private final SequenceWriter rows;

  CsvRowWriter(OutputStream out, List<String> features) throws IOException {
    width = features.size();
    CsvSchema.Builder columns = CsvSchema.builder();
    LEADING.forEach(columns::addColumn);
    for (String feature : features) {
      if (LEADING.contains(feature)) {
        throw new IllegalArgumentException(
            "feature %s is called like one of the columns %s; write another --format"
                .formatted(feature, LEADING));
      }
      columns.addColumn(feature);
    }
    rows = CSV.writer(columns.build().withHeader()).writeValues(out);
  }

  @Override
  public void write(Labelled row) throws IOException {
    Object[] cells = new Object[LEADING.size() + width];
    cells[0] = row.record().entity();
    cells[1] = row.record().eventId();
    cells[2] = row.record().ts();
    cells[3] = row.record().asOf();
    cells[4] = row.positive() ? 1 : 0;
    float[] vector = row.record().vector();
    for (int i = 0; i < width; i++) {
      cells[LEADING.size() + i] = Float.isNaN(vector[i]) ? NO_VALUE : (Object) vector[i];
    }
    rows.write(cells);
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }
}
