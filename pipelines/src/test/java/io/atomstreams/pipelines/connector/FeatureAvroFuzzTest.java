package io.atomstreams.pipelines.connector;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.atomstreams.pipelines.training.LogRecords;
import java.util.Arrays;

/** Arbitrary bytes behind the right header: read, or refused in words and without a huge array. */
class FeatureAvroFuzzTest {

  private static final byte[] HEADER =
      Arrays.copyOf(new FeatureAvro().encode(LogRecords.view("c", 1, 1)), 10);

  @FuzzTest(maxDuration = "2m")
  void anyBytesAreReadOrRefused(byte[] bytes) {
    byte[] value = Arrays.copyOf(HEADER, HEADER.length + bytes.length);
    System.arraycopy(bytes, 0, value, HEADER.length, bytes.length);
    try {
      assertThat(FeatureAvro.read(value, 0)).isNotNull();
    } catch (IllegalArgumentException refused) {
      assertThat(refused).message().isNotBlank();
    }
  }
}
