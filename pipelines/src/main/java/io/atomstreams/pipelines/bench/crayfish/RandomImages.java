package io.atomstreams.pipelines.bench.crayfish;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.SplittableRandom;

/**
 * Images as the authors' generator makes them: 784 floats drawn evenly from [0, 1), written as Java
 * writes a {@code float}, each followed by a comma, in one JSON text:
 *
 * <pre>{"id":7,"creationTimestamp":1767225600000,"dataPointSz1":1,"dataPointSz2":784,
 *  "dataPoint":"0.7309678,0.2405364,…,","prediction":null}</pre>
 *
 * without the line break; about 8.4 kB. The {@code id} is ours and all that is added. Drawing and
 * writing an image takes longer than the job does, so {@value #DISTINCT} images take turns; two
 * records of the same image are 34 MB apart, beyond any window of a compressor and any cache of
 * branches. A function of the id and the time alone.
 */
final class RandomImages {

  static final int PIXELS = 784;
  static final int DISTINCT = 4_096;

  static final String ID = "id";
  static final String CREATED = "creationTimestamp";
  static final String IMAGES = "dataPointSz1";
  static final String VALUES = "dataPointSz2";
  static final String DATA = "dataPoint";
  static final String PREDICTION = "prediction";

  private static final JsonFactory JSON = new JsonFactory();
  private static final long SEED = 0x43726179_66697368L;
  private static final int ROOM = 9_000;

  private final String[] texts = new String[DISTINCT];

  /** The pixels of an event. */
  static float[] pixels(long id) {
    SplittableRandom random = new SplittableRandom(SEED + id % DISTINCT);
    float[] pixels = new float[PIXELS];
    for (int i = 0; i < PIXELS; i++) {
      pixels[i] = (float) random.nextDouble();
    }
    return pixels;
  }

  /**
   * An event's record.
   *
   * @param id 0 or more
   * @param createdMillis wall time, ms UTC
   */
  byte[] record(long id, long createdMillis) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(ROOM);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeNumberField(ID, id);
      json.writeNumberField(CREATED, createdMillis);
      json.writeNumberField(IMAGES, 1);
      json.writeNumberField(VALUES, PIXELS);
      json.writeStringField(DATA, text(id));
      json.writeNullField(PREDICTION);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("an array of bytes takes everything", e);
    }
    return bytes.toByteArray();
  }

  private String text(long id) {
    int image = (int) (id % DISTINCT);
    if (texts[image] == null) {
      StringBuilder text = new StringBuilder(ROOM);
      for (float pixel : pixels(id)) {
        text.append(pixel).append(',');
      }
      texts[image] = text.toString();
    }
    return texts[image];
  }
}
