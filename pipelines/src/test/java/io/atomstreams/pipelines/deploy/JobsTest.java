package io.atomstreams.pipelines.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JobsTest {

  static java.util.List<Jobs.Job> all() {
    return Jobs.ALL;
  }

  @ParameterizedTest
  @MethodSource("all")
  void hasAMainMethodAndShippedSettings(Jobs.Job job) throws Exception {
    var main = Class.forName(job.mainClass()).getMethod("main", String[].class);
    assertThat(Modifier.isStatic(main.getModifiers())).isTrue();
    assertThat(job.configuration(Path.of("..", "flink-conf"))).matches(Files::exists);
    assertThat(Jobs.named(job.name())).isEqualTo(job);
  }

  @Test
  void aWrongNameIsAnsweredWithTheNearest() {
    assertThatThrownBy(() -> Jobs.named("scorin"))
        .hasMessage("there is no job scorin; did you mean scoring?");
  }

  @Test
  void aReasonIsTheLastCause() {
    assertThat(
            RootCause.of(
                "a\n\tat x\nCaused by: b: no\n\tat y\nCaused by: c: why\n\tat z\n\t... 3 more"))
        .isEqualTo("c: why");
    assertThat(RootCause.of("alone: it is\n\tat x")).isEqualTo("alone: it is");
  }
}
