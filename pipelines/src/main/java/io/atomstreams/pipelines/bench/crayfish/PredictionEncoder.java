package io.atomstreams.pipelines.bench.crayfish;

import com.fasterxml.jackson.core.io.NumberOutput;
import java.nio.charset.StandardCharsets;

/**
 * Writes the record of a scored image; the prediction is a text, as the authors' job writes it:
 * {@code "prediction":"[[0.1, 0.2, …]]"}. Belongs to one thread.
 */
final class PredictionEncoder {

  private static final int LENGTH_OF_NULL = "null".length();

  private final StringBuilder text = new StringBuilder(256);

  /** A record of id, time and the row's probabilities. */
  byte[] brief(long id, long created, float[] probabilities, int row) {
    text.setLength(0);
    text.append("{\"id\":").append(id).append(",\"creationTimestamp\":").append(created);
    text.append(",\"prediction\":");
    append(probabilities, row);
    return bytes(text.append('}'));
  }

  /**
   * The record that came in with the row's probabilities in the place of its {@code null}.
   *
   * @param at where that {@code null} begins
   */
  byte[] whole(byte[] image, int at, float[] probabilities, int row) {
    text.setLength(0);
    append(probabilities, row);
    byte[] prediction = bytes(text);
    int rest = at + LENGTH_OF_NULL;
    byte[] record = new byte[image.length - LENGTH_OF_NULL + prediction.length];
    System.arraycopy(image, 0, record, 0, at);
    System.arraycopy(prediction, 0, record, at, prediction.length);
    System.arraycopy(image, rest, record, at + prediction.length, image.length - rest);
    return record;
  }

  private void append(float[] probabilities, int row) {
    text.append("\"[[");
    int first = row * ImageNetwork.CLASSES;
    for (int i = first; i < first + ImageNetwork.CLASSES; i++) {
      text.append(i == first ? "" : ", ").append(NumberOutput.toString(probabilities[i], true));
    }
    text.append("]]\"");
  }

  private static byte[] bytes(StringBuilder text) {
    return text.toString().getBytes(StandardCharsets.ISO_8859_1);
  }
}
