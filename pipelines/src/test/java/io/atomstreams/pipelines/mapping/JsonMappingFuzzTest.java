package io.atomstreams.pipelines.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.atomstreams.operators.validation.Decoded;
import io.atomstreams.pipelines.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Arbitrary bytes as a record to be mapped, and arbitrary text as a mapping. */
class JsonMappingFuzzTest {

  private static final Path SHIPPED = Path.of("..", "testdata", "mappings", "legacy-orders.yaml");

  private final JsonMapping mapping = JsonMapping.parse("shipped", Files.readString(SHIPPED));

  JsonMappingFuzzTest() throws IOException {}

  @FuzzTest(maxDuration = "2m")
  void anyRecordIsMappedOrRefused(byte[] record) {
    assertThat(mapping.map(record)).isInstanceOf(Decoded.class);
  }

  @FuzzTest(maxDuration = "2m")
  void anyTextIsAMappingOrRefusedInWords(FuzzedDataProvider data) {
    try {
      assertThat(
              JsonMapping.parse("fuzzed", data.consumeRemainingAsString())
                  .map(new byte[] {'{', '}'}))
          .isNotNull();
    } catch (ConfigException refused) {
      assertThat(refused).message().isNotBlank();
    }
  }
}
