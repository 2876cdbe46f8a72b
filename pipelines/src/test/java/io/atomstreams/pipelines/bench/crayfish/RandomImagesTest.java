package io.atomstreams.pipelines.bench.crayfish;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RandomImagesTest {

  @Test
  void writesTheFieldsOfThePublishedRecordInTheirOrderAfterTheId() throws IOException {
    JsonNode record = new ObjectMapper().readTree(new RandomImages().record(7, 1_767_225_600_123L));

    List<String> names = new ArrayList<>();
    record.fieldNames().forEachRemaining(names::add);
    assertThat(names)
        .containsExactly(
            "id", "creationTimestamp", "dataPointSz1", "dataPointSz2", "dataPoint", "prediction");
    assertThat(record.get("id").longValue()).isEqualTo(7);
    assertThat(record.get("creationTimestamp").longValue()).isEqualTo(1_767_225_600_123L);
    assertThat(record.get("dataPointSz1").intValue()).isEqualTo(1);
    assertThat(record.get("dataPointSz2").intValue()).isEqualTo(784);
    assertThat(record.get("prediction").isNull()).isTrue();
  }

  @Test
  void writesEveryPixelAsJavaDoesWithACommaBehind() throws IOException {
    JsonNode record = new ObjectMapper().readTree(new RandomImages().record(3, 0));

    StringBuilder expected = new StringBuilder();
    for (float pixel : RandomImages.pixels(3)) {
      assertThat(pixel).isBetween(0f, 1f);
      expected.append(Float.toString(pixel)).append(',');
    }
    assertThat(record.get("dataPoint").textValue()).isEqualTo(expected.toString());
  }

  @Test
  void drawsOtherImagesForOtherIdsUntilTheyTakeTurns() {
    assertThat(RandomImages.pixels(0)).isNotEqualTo(RandomImages.pixels(1));
    assertThat(RandomImages.pixels(RandomImages.DISTINCT + 1L)).isEqualTo(RandomImages.pixels(1));
    RandomImages images = new RandomImages();
    assertThat(images.record(5, 9)).isEqualTo(new RandomImages().record(5, 9));
    assertThat(images.record(RandomImages.DISTINCT + 5L, 9)).isNotEqualTo(images.record(5, 9));
  }
}
