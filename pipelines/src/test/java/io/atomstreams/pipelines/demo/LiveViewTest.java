package io.atomstreams.pipelines.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.pipelines.tracking.Accounting;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LiveViewTest {

  private static final DemoRun.Endpoints AT =
      new DemoRun.Endpoints("http://web", "http://metrics", "kafka:1");

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  @Test
  void aPlainTerminalGetsOneLineALookWithoutControlCharacters() {
    LiveView view = new LiveView(new PrintStream(bytes, true, UTF_8), false);
    view.show(snapshot(1_000, 500, true), AT);
    view.show(snapshot(2_000, 1_500, true), AT);

    assertThat(text().lines()).hasSize(2);
    assertThat(text()).doesNotContain("\u001b").contains("in 1000/s").contains("p50 1.5 ms");
  }

  @Test
  void whatTheLearningJobSaysStandsBelow() {
    LearningNews news =
        new LearningNews(List.of("brier 0.2"), "champion m@2", List.of("drift at noon"));
    new LiveView(new PrintStream(bytes, true, UTF_8), true)
        .show(snapshot(1_000, 500, true, Optional.of(news)), AT);

    assertThat(text())
        .contains("champion m@2", "judged      brier 0.2", "then        drift at noon");
  }

  @Test
  void anAnsiTerminalIsRedrawnInPlace() {
    LiveView view = new LiveView(new PrintStream(bytes, true, UTF_8), true);
    view.show(snapshot(1_000, 500, true), AT);
    int lines = (int) text().lines().count();
    view.show(snapshot(2_000, 1_500, true), AT);

    assertThat(text()).contains("\u001b[" + lines + "A").contains("http://web", "kafka:1");
  }

  @Test
  void aJobThatDoesNotRunIsSaidToStartAgain() {
    LiveView view = new LiveView(new PrintStream(bytes, true, UTF_8), false);
    view.show(snapshot(1_000, 500, false), AT);

    assertThat(text()).startsWith("the job is not running at the moment");
  }

  private String text() {
    return bytes.toString(UTF_8);
  }

  private static Snapshot snapshot(long elapsed, long sent, boolean running) {
    return snapshot(elapsed, sent, running, Optional.empty());
  }

  private static Snapshot snapshot(
      long elapsed, long sent, boolean running, Optional<LearningNews> learning) {
    Accounting account =
        new Accounting(sent, 10, sent - 10, 0, new TreeMap<>(), 10, 0, 0, 0, 0, 0, 0, 0);
    return new Snapshot(
        elapsed,
        running,
        sent,
        true,
        1_767_225_600_000L,
        account,
        0,
        1.5,
        9,
        "m@1",
        List.of("p"),
        List.of(),
        learning);
  }
}
