package io.atomstreams.pipelines.bench.crayfish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ImageDecoderTest {

  private static final int TRIES = 200;

  private final ImageDecoder decoder = new ImageDecoder();
  private final float[] row = new float[RandomImages.PIXELS];

  private static byte[] image(String values) {
    return ("{\"id\":1,\"creationTimestamp\":2,\"dataPointSz1\":1,\"dataPointSz2\":784,"
            + "\"dataPoint\":\"%s\",\"prediction\":null}")
        .formatted(values)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String values(IntFunction<String> value) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < RandomImages.PIXELS; i++) {
      text.append(value.apply(i)).append(',');
    }
    return text.toString();
  }

  private void assertReadAsJavaDoes(IntFunction<String> value) {
    decoder.read(image(values(value)), row, 0);
    for (int i = 0; i < row.length; i++) {
      String text = value.apply(i);
      assertThat(Float.floatToRawIntBits(row[i]))
          .as(text)
          .isEqualTo(Float.floatToRawIntBits(Float.parseFloat(text)));
    }
  }

  @Property(tries = TRIES)
  void readsEveryFloatThatJavaWrites(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    String[] texts = new String[RandomImages.PIXELS];
    for (int i = 0; i < texts.length; i++) {
      float value;
      do {
        value = Float.intBitsToFloat(random.nextInt());
      } while (!Float.isFinite(value));
      texts[i] = Float.toString(value);
    }
    assertReadAsJavaDoes(i -> texts[i]);
  }

  @Property(tries = TRIES)
  void readsDecimalsOfAnyLengthAndExponent(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    String[] texts = new String[RandomImages.PIXELS];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = decimal(random);
    }
    assertReadAsJavaDoes(i -> texts[i]);
  }

  private static String decimal(SplittableRandom random) {
    StringBuilder text = new StringBuilder(random.nextInt(3) == 0 ? "-" : "");
    text.append(digits(random, 1 + random.nextInt(12)));
    if (random.nextBoolean()) {
      text.append('.').append(digits(random, 1 + random.nextInt(30)));
    }
    if (random.nextInt(3) == 0) {
      text.append(random.nextBoolean() ? 'e' : 'E').append(random.nextInt(-50, 25));
    }
    return text.toString();
  }

  private static String digits(SplittableRandom random, int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append((char) ('0' + random.nextInt(10)));
    }
    return text.toString();
  }

  /** Where a value rounded to a double first would be rounded the wrong way the second time. */
  @Property(tries = TRIES)
  void readsValuesNextToTheMiddleOfTwoFloats(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    String[] texts = new String[RandomImages.PIXELS];
    for (int i = 0; i < texts.length; i++) {
      float value = (float) random.nextDouble();
      double middle = ((double) value + Math.nextUp(value)) / 2;
      BigDecimal exact = new BigDecimal(middle);
      texts[i] =
          switch (random.nextInt(3)) {
            case 0 -> exact.toPlainString();
            case 1 -> exact.toPlainString() + "0000000000000000000001";
            default -> exact.setScale(14, RoundingMode.HALF_UP).toPlainString();
          };
    }
    assertReadAsJavaDoes(i -> texts[i]);
  }

  @Property(tries = TRIES)
  void readsShortDecimalsOfAllSizes(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    String[] texts = new String[RandomImages.PIXELS];
    for (int i = 0; i < texts.length; i++) {
      int before = 1 + random.nextInt(9);
      String zeros = "0".repeat(random.nextInt(4));
      texts[i] = digits(random, before) + '.' + zeros + digits(random, 1 + random.nextInt(6));
    }
    assertReadAsJavaDoes(i -> texts[i]);
  }

  @Test
  void readsWhatTheGeneratorWritesIntoItsPlaceInABatch() {
    float[] rows = new float[3 * RandomImages.PIXELS];
    byte[] record = new RandomImages().record(41, 1_767_225_600_123L);

    decoder.read(record, rows, RandomImages.PIXELS);

    assertThat(decoder.id()).isEqualTo(41);
    assertThat(decoder.created()).isEqualTo(1_767_225_600_123L);
    assertThat(new String(record, decoder.predictionAt(), 4, StandardCharsets.UTF_8))
        .isEqualTo("null");
    for (int i = 0; i < RandomImages.PIXELS; i++) {
      assertThat(rows[i]).isZero();
      assertThat(rows[RandomImages.PIXELS + i]).isEqualTo(RandomImages.pixels(41)[i]);
      assertThat(rows[2 * RandomImages.PIXELS + i]).isZero();
    }
  }

  @Test
  void readsFieldsInAnyOrderAndWithSpaces() {
    String record =
        "{ \"prediction\" : null , \"dataPoint\" : \"%s\" , \"dataPointSz2\":784,\"dataPointSz1\":1,"
            .concat("\"creationTimestamp\": 5, \"id\": 6 }")
            .formatted(values(i -> i + ".5"));

    decoder.read(record.getBytes(StandardCharsets.UTF_8), row, 0);

    assertThat(decoder.id()).isEqualTo(6);
    assertThat(decoder.created()).isEqualTo(5);
    assertThat(record.substring(decoder.predictionAt())).startsWith("null ,");
    assertThat(row[783]).isEqualTo(783.5f);
  }

  @Test
  void refusesWhatIsNoImageAndSaysWhy() {
    assertRefused(image(values(i -> "0.5").concat("0.5,")), "after 784 values");
    assertRefused(image(values(i -> "0.5").substring(4)), "784 values, not 783");
    assertRefused(image(values(i -> "0.5").concat("1")), "each before a comma");
    assertRefused(image(values(i -> i == 9 ? "NaN" : "0.5")), "NaN", "finite");
    assertRefused(image(values(i -> i == 9 ? "1e99" : "0.5")), "1e99", "finite");
    assertRefused(image(values(i -> i == 9 ? "" : "0.5")), "");
    assertRefused(image(values(i -> i == 9 ? "0.5x" : "0.5")), "");
    assertRefused("{}".getBytes(StandardCharsets.UTF_8), "784 values");
    assertRefused("[1".getBytes(StandardCharsets.UTF_8), "784 values");
    assertRefused("{\"id\":1,\"colour\":2}".getBytes(StandardCharsets.UTF_8), "colour");
    assertRefused("{\"dataPointSz1\":2}".getBytes(StandardCharsets.UTF_8), "1 images, not 2");
    assertRefused("{\"prediction\":1}".getBytes(StandardCharsets.UTF_8), "null");
    assertRefused("{\"id\":1".getBytes(StandardCharsets.UTF_8), "not an image");
  }

  private void assertRefused(byte[] record, String... because) {
    assertThatThrownBy(() -> decoder.read(record, row, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(because);
  }
}
