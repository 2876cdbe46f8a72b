package io.atomstreams.pipelines.bench.crayfish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.pipelines.bench.crayfish.CrayfishBench.Options;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class CrayfishBenchTest {

  private static final Path CONF = Path.of("..", "flink-conf");

  @Test
  void scoresEveryImageOnceFromTopicToTopic() {
    Options options = new Options(CONF, NetworkFormat.ONNX, 2_000, 2, 64, false, "none");
    List<String> news = new ArrayList<>();
    Map<String, Double> values;
    try (CrayfishBench bench = CrayfishBench.start(options)) {
      values = bench.measure(Clock.systemUTC(), news::add).values();
    }

    assertThat(news).containsExactly("writing 2,000 images", "scoring them", "counting outputs");
    assertThat(values.get("measuredEvents")).isBetween(1.0, 1_500.0);
    assertThat(values.get("bytesPerEvent")).isBetween(8_000.0, 9_000.0);
    assertThat(values.values()).allSatisfy(value -> assertThat(value).isFinite());
    assertThat(values.get("decodeMicrosPerEvent")).isPositive();
    assertThat(values.get("scoreMicrosPerEvent")).isPositive();
    assertThat(values.get("writeMicrosPerEvent")).isPositive();
  }

  @Test
  void refusesOptionsThatCannotBe() {
    assertThatThrownBy(() -> options(99, 2, 64, "none")).hasMessageContaining("events is 99");
    assertThatThrownBy(() -> options(100, 0, 64, "none")).hasMessageContaining("parallelism is 0");
    assertThatThrownBy(() -> options(100, 2, 1, "none")).hasMessageContaining("batch is 1");
    assertThatThrownBy(() -> options(100, 2, 64, "rar")).hasMessageContaining("compression is rar");
  }

  private static Options options(long events, int parallelism, int batch, String compression) {
    return new Options(
        CONF, NetworkFormat.TENSORFLOW, events, parallelism, batch, false, compression);
  }
}
