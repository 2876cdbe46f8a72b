package io.atomstreams.pipelines.bench.crayfish;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.BitSet;

/** Counts outputs by the id of their image: each is to have exactly one. */
final class OutputCount {

  private static final JsonFactory JSON = new JsonFactory();

  private final BitSet seen = new BitSet();
  private long twice;

  /** Takes one record of the output topic. */
  void take(byte[] record) {
    int id = Math.toIntExact(id(record));
    if (seen.get(id)) {
      twice++;
    }
    seen.set(id);
  }

  private static long id(byte[] record) {
    try (JsonParser json = JSON.createParser(record)) {
      json.nextToken();
      for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
        json.nextToken();
        if (name.equals(RandomImages.ID)) {
          return json.getLongValue();
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException("an output is no JSON: " + e.getMessage(), e);
    }
    throw new IllegalStateException("an output has no id");
  }

  /**
   * Refuses anything but one output for each id from 0 to {@code images} - 1.
   *
   * @throws IllegalStateException saying how many are missing or doubled
   */
  void requireOneEach(long images) {
    long within = seen.get(0, Math.toIntExact(images)).cardinality();
    long foreign = seen.cardinality() - within;
    if (within != images || twice > 0 || foreign > 0) {
      throw new IllegalStateException(
          "of %,d images %,d have no output, %,d outputs are doubled, %,d of no image: the figures would mean nothing"
              .formatted(images, images - within, twice, foreign));
    }
  }
}
