package io.atomstreams.pipelines.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;

/**
 * The rows of a training set as {@code atom training-set --format avro} writes them.
 *
 * @param features names of the columns
 * @param rows row-major
 * @param labels whether each row was positive
 */
public record RowFile(List<String> features, float[] rows, boolean[] labels) {

  private static final String FEATURES = "features";

  /** How many rows there are. */
  public int count() {
    return labels.length;
  }

  /**
   * Reads a whole file.
   *
   * @throws IllegalArgumentException if it is no such file
   */
  public static RowFile read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException(
          "there is no file " + file + "; atom training-set --format avro writes one");
    }
    FloatRows rows = new FloatRows();
    try (DataFileStream<GenericRecord> records =
        new DataFileStream<>(Files.newInputStream(file), new GenericDatumReader<>())) {
      String names = records.getMetaString(FEATURES);
      if (names == null || !records.getSchema().equals(AvroRowWriter.SCHEMA)) {
        throw new IllegalArgumentException(noRows(file));
      }
      List<String> features = List.of(names.split("\n"));
      for (GenericRecord record : records) {
        @SuppressWarnings("unchecked")
        List<Float> vector = (List<Float>) record.get("vector");
        if (vector.size() != features.size()) {
          throw new IllegalArgumentException(
              "%s: row %d has %d values, its header names %d"
                  .formatted(file, rows.count(), vector.size(), features.size()));
        }
        rows.add(vector, (Integer) record.get(RowWriter.LABEL) == 1);
      }
      return new RowFile(features, rows.values(), rows.labels());
    } catch (IOException | AvroRuntimeException e) {
      throw new IllegalArgumentException(noRows(file) + ": " + e.getMessage(), e);
    }
  }

  private static String noRows(Path file) {
    return file + " holds no rows of atom training-set --format avro";
  }
}
