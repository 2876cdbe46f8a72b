package io.atomstreams.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluateCommandTest {

  @TempDir Path directory;

  /** Ups and downs in runs of five; the attribute tells them late. */
  private Path runs(int rows) throws IOException {
    StringBuilder text = new StringBuilder("id,x,dir\n");
    for (int i = 0; i < rows; i++) {
      text.append('r').append(i).append(',').append(i % 10).append(',');
      text.append(i % 10 < 5 ? "up" : "down").append('\n');
    }
    return Files.writeString(directory.resolve("runs.csv"), text);
  }

  private static AtomRun evaluate(Path input, String... more) {
    List<String> all = new ArrayList<>(List.of("evaluate", "--input", input.toString()));
    all.addAll(List.of(more));
    return AtomRun.of(all.toArray(String[]::new));
  }

  private static JsonNode last(AtomRun run) throws IOException {
    assertThat(run.exitCode()).as(run.err()).isZero();
    List<String> lines = run.out().lines().toList();
    return new ObjectMapper().readTree(lines.get(lines.size() - 1));
  }

  @Test
  void showsHowGoodTheLearnerIsNextToThoseThatLearnNothing() throws IOException {
    AtomRun run = evaluate(runs(300), "--label", "dir", "--drop", "id", "--json");

    assertThat(run.out())
        .contains("runs.csv: 300 rows; dir (down, up) from 1 numbers and 0 categories")
        .containsPattern(" +accuracy +κ +κ-temporal +log loss +AUC +events/CPU s +memory\n")
        .containsPattern("adaptive +9[0-9.]+ % +0.[89][0-9]+ ")
        .containsPattern("no change +80.00 % +0.6[0-9]+ +0.0000 +- +-\n")
        .containsPattern("majority +[45][0-9.]+ %");
    JsonNode json = last(run);
    assertThat(json.get("learner").asText()).isEqualTo("adaptive");
    assertThat(json.get("rows").asInt()).isEqualTo(300);
    for (String measure : List.of("accuracy", "kappa", "kappaTemporal", "auc")) {
      assertThat(json.get(measure).asDouble()).as(measure).isBetween(0.6, 1.0);
    }
    assertThat(json.get("logLoss").asDouble()).isBetween(0.0, 0.6);
    assertThat(json.get("drifts").isArray()).isTrue();
    assertThat(json.get("eventsPerCpuSecond").asDouble()).isPositive();
    assertThat(json.get("memoryBytes").asLong()).isPositive();
    assertThat(json.at("/baselines/noChange/accuracy").asDouble()).isEqualTo(0.8);
    assertThat(json.at("/baselines/majority/accuracy").asDouble()).isBetween(0.3, 0.6);
  }

  @Test
  void runsTheWholeListAndWritesNullWhereNothingIsDefined() throws IOException {
    Path constant =
        Files.writeString(directory.resolve("c.csv"), "x,y\n" + "1,a\n".repeat(9) + "1,b\n1,c\n");
    JsonNode json = last(evaluate(constant, "--label", "y", "--all", "--json"));

    assertThat(json.get("results").findValuesAsText("learner"))
        .contains("sam-knn", "dynamic-logistic", "adaptive");
    assertThat(json.at("/results/0/auc").isNull()).isTrue();
    assertThat(json.at("/results/0/baselines/noChange/accuracy").asDouble()).isPositive();
  }

  @Test
  void knowsPreviousLabelsAndLateOnes() throws IOException {
    // the attribute says nothing, the previous label nearly all
    StringBuilder text = new StringBuilder("x,dir\n");
    for (int i = 0; i < 400; i++) {
      text.append(1 + i % 2).append(',').append(i / 20 % 2 == 0 ? "up" : "down").append('\n');
    }
    Path file = Files.writeString(directory.resolve("long.csv"), text);
    String[] plain = {"--label", "dir", "--learner", "dynamic-logistic:means=0", "--json"};
    double without = last(evaluate(file, plain)).get("accuracy").asDouble();
    List<String> more = new ArrayList<>(List.of(plain));
    more.add("--previous-label");
    double with = last(evaluate(file, more.toArray(String[]::new))).get("accuracy").asDouble();
    more.addAll(List.of("--delay", "10"));
    JsonNode late = last(evaluate(file, more.toArray(String[]::new)));

    assertThat(with).isGreaterThan(0.9).isGreaterThan(without);
    assertThat(late.get("accuracy").asDouble()).isLessThan(with);
    assertThat(late.at("/baselines/noChange/accuracy").asDouble()).isBetween(0.4, 0.5);
  }

  @Test
  void showsMeanAndDeviationOfFolds() throws IOException {
    AtomRun run =
        evaluate(
            runs(300),
            "--label",
            "dir",
            "--drop",
            "id",
            "--folds",
            "3",
            "--json",
            "--learner",
            "sam-knn");
    assertThat(run.out()).containsPattern("sam-knn +9[0-9.]+ % ± [0-9.]+ ");
    assertThat(last(run).at("/deviation/accuracy").isNumber()).isTrue();
  }

  @Test
  void saysWhatIsWrongAndHowToGoOn() throws IOException {
    Path file = runs(30);
    requireRefused(2, "has no column dirr; did you mean dir?", file, "--label", "dirr");
    requireRefused(
        1,
        "column id has more than 9 different texts; leave it out: --drop id",
        file,
        "--label",
        "dir",
        "--levels",
        "9");
    requireRefused(
        2,
        "there is no learner 'sam-kn'; there are [",
        file,
        "--label",
        "dir",
        "--learner",
        "sam-kn");
    requireRefused(2, "did you mean sam-knn?", file, "--label", "dir", "--learner", "sam-kn");
    requireRefused(
        2,
        "sam-knn: option neighbours is 0, must be 1 to 100",
        file,
        "--label",
        "dir",
        "--learner",
        "sam-knn:neighbours=0");
    requireRefused(
        2, "there is no detector 'adwim'", file, "--label", "dir", "--detector", "adwim");
    requireRefused(2, "use one of the two", file, "--label", "dir", "--all", "--learner", "x");
    requireRefused(2, "there is no file", directory.resolve("no.csv"), "--label", "dir");
    Path empty = Files.writeString(directory.resolve("empty.csv"), "a,b\n");
    requireRefused(1, "empty.csv has no rows", empty, "--label", "b");
  }

  private static void requireRefused(int code, String message, Path file, String... more) {
    AtomRun run = evaluate(file, more);
    assertThat(run.exitCode()).as(run.err()).isEqualTo(code);
    assertThat(run.err()).contains(message);
  }

  @Test
  void explainsItself() {
    assertThat(AtomRun.of("evaluate", "--help").out())
        .contains("each row predicted before its label is")
        .contains("atom evaluate --input orders.csv.gz --label returned --drop order_id");
  }
}
