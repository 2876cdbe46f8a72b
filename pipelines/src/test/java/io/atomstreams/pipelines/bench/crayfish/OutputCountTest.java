package io.atomstreams.pipelines.bench.crayfish;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class OutputCountTest {

  private final OutputCount count = new OutputCount();

  private void outputsOf(long... ids) {
    for (long id : ids) {
      count.take(
          "{\"creationTimestamp\":9,\"id\":%d}".formatted(id).getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  void takesOneOutputForEachImageInAnyOrder() {
    outputsOf(2, 0, 1);
    assertThatCode(() -> count.requireOneEach(3)).doesNotThrowAnyException();
  }

  @Test
  void refusesMissingDoubledAndForeignOutputs() {
    outputsOf(2, 0, 0, 0, 5);
    assertThatThrownBy(() -> count.requireOneEach(3))
        .hasMessageContaining("of 3 images 1 have no output, 2 outputs are doubled, 1 of no image");
  }

  @Test
  void refusesARecordWithoutAnId() {
    assertThatThrownBy(() -> count.take("{\"idea\":1}".getBytes(StandardCharsets.UTF_8)))
        .hasMessageContaining("no id");
    assertThatThrownBy(() -> count.take("{".getBytes(StandardCharsets.UTF_8)))
        .hasMessageContaining("no JSON");
  }
}
