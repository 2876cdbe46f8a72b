package io.atomstreams.pipelines.bench.crayfish;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/**
 * Reads records of {@link RandomImages}, with the fields in any order: Jackson the record, {@link
 * DecimalList} the text of the values. About 13 µs a record, a third of it Jackson's copy of the
 * text. Belongs to one thread.
 */
final class ImageDecoder {

  private static final JsonFactory JSON = new JsonFactory();

  private long id;
  private long created;
  private int predictionAt;

  /** Of the record read last. */
  long id() {
    return id;
  }

  /** Of the record read last, ms UTC. */
  long created() {
    return created;
  }

  /** Where in the record read last the value of {@code prediction} begins, a {@code null}. */
  int predictionAt() {
    return predictionAt;
  }

  /**
   * Reads a record.
   *
   * @param rows receives the 784 values from {@code at} on
   * @throws IllegalArgumentException if it is not a record of one image
   */
  void read(byte[] record, float[] rows, int at) {
    id = -1;
    created = -1;
    predictionAt = -1;
    int values = -1;
    try (JsonParser json = JSON.createParser(record)) {
      json.nextToken();
      for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
        JsonToken token = json.nextToken();
        switch (name) {
          case RandomImages.ID -> id = json.getLongValue();
          case RandomImages.CREATED -> created = json.getLongValue();
          case RandomImages.IMAGES -> require(json.getIntValue(), 1, "images");
          case RandomImages.VALUES ->
              require(json.getIntValue(), RandomImages.PIXELS, "values announced");
          case RandomImages.DATA -> values = values(json, rows, at);
          case RandomImages.PREDICTION -> predictionAt = placeOfNull(json, token);
          default -> throw new IllegalArgumentException(name + " is not a field of an image");
        }
      }
    } catch (IOException e) {
      throw new IllegalArgumentException("not an image: " + e.getMessage(), e);
    }
    require(values, RandomImages.PIXELS, "values");
    if (id < 0 || created < 0 || predictionAt < 0) {
      throw new IllegalArgumentException(
          "an image needs id, creationTimestamp and prediction; id is %d".formatted(id));
    }
  }

  private static void require(int found, int wanted, String what) {
    if (found != wanted) {
      throw new IllegalArgumentException(
          "an image has %d %s, not %d".formatted(wanted, what, found));
    }
  }

  private static int placeOfNull(JsonParser json, JsonToken token) {
    if (token != JsonToken.VALUE_NULL) {
      throw new IllegalArgumentException("the prediction of an image is null, not a " + token);
    }
    return Math.toIntExact(json.currentTokenLocation().getByteOffset());
  }

  /** Returns how many there are. */
  private static int values(JsonParser json, float[] rows, int at) throws IOException {
    char[] text = json.getTextCharacters();
    int from = json.getTextOffset();
    int end = from + json.getTextLength();
    return DecimalList.read(text, from, end, rows, at, RandomImages.PIXELS);
  }
}
