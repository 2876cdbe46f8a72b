package io.atomstreams.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DriftBenchCommandTest {

  private static AtomRun bench(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "drift-bench";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return AtomRun.of(all);
  }

  @Test
  void printsARowForEachFamilyAndDetectorAndOneObjectAtTheEnd() throws Exception {
    AtomRun run =
        bench(
            "--seeds",
            "2",
            "--length",
            "4000",
            "--json",
            "--family",
            "large,losses",
            "--detector",
            "fair-bets",
            "--detector",
            "hddm-w:lambda=0.1 drift=0.0001",
            "--detector",
            "ddm");
    assertThat(run.exitCode()).isZero();
    List<String> lines = run.out().lines().toList();
    assertThat(lines.get(0)).contains("family", "detector", "delay", "missed", "values/false");
    assertThat(lines).hasSize(7);
    JsonNode json = new ObjectMapper().readTree(lines.get(6));
    assertThat(json.get("seeds").asInt()).isEqualTo(2);
    assertThat(json.get("rows").findValuesAsText("detector"))
        .containsExactly(
            "fair-bets",
            "hddm-w:lambda=0.1,drift=0.0001",
            "ddm",
            "fair-bets",
            "hddm-w:lambda=0.1,drift=0.0001");
    JsonNode first = json.get("rows").get(0);
    assertThat(first.get("family").asText()).isEqualTo("large");
    assertThat(first.get("delay").asDouble()).isBetween(20.0, 200.0);
    assertThat(first.get("missed").asDouble()).isZero();
    assertThat(first.get("nanosPerValue").asDouble()).isPositive();
  }

  @Test
  void aLongRunHasNoDelays() throws Exception {
    AtomRun run = bench("--stationary", "50000", "--detector", "fair-bets", "--json");
    assertThat(run.exitCode()).isZero();
    List<String> lines = run.out().lines().toList();
    JsonNode json = new ObjectMapper().readTree(lines.get(lines.size() - 1));
    assertThat(json.get("values").asLong()).isEqualTo(50_000);
    assertThat(json.get("rows").findValuesAsText("family"))
        .containsExactly("stationary-errors", "stationary-losses");
    assertThat(json.get("rows").get(0).get("delay").isNull()).isTrue();
    assertThat(json.get("rows").get(0).get("falseAlarms").asInt()).isZero();
  }

  @Test
  void saysWhatIsWrongBeforeAnythingStarts() {
    AtomRun run = bench("--family", "smal");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("there is no family smal; did you mean small");

    run = bench("--detector", "adwin:delta=3");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("adwin: option delta is 3.0, must be in (0, 1)");

    assertThat(bench("--detector", "adwim").err()).contains("there is no detector 'adwim'");
    assertThat(bench("--seeds", "0").err()).contains("seeds is 0, must be 1 or more");
    assertThat(bench("--length", "10").err()).contains("length is 10, must be 1000 or more");
    assertThat(bench("--stationary", "0").exitCode()).isEqualTo(2);
    assertThat(bench("--stationary", "9", "--family", "small").err()).contains("leave --family");
  }
}
