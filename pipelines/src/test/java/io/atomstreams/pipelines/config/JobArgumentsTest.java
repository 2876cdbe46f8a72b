package io.atomstreams.pipelines.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JobArgumentsTest {

  @Test
  void areReadAsTheyAreWritten() {
    JobArguments told =
        new JobArguments(Path.of("a.yaml"), Path.of("conf"), Optional.of("broker:9092"));
    assertThat(JobArguments.parse("scoring", told.words().toArray(String[]::new))).isEqualTo(told);
    JobArguments less = new JobArguments(Path.of("a.yaml"), Path.of("conf"), Optional.empty());
    assertThat(JobArguments.parse("scoring", less.words().toArray(String[]::new))).isEqualTo(less);
  }

  @Test
  void allProblemsAreNamedAtOnce() {
    assertThatThrownBy(
            () -> JobArguments.parse("scoring", "--confg", "a.yaml", "--conf", "b", "--config"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("scoring: --confg is not an option; did you mean --conf or --config?")
        .hasMessageContaining("scoring: --config needs a value behind it");
    assertThatThrownBy(() -> JobArguments.parse("scoring", "--conf", "b", "--conf", "c"))
        .hasMessageContaining("--conf is there twice");
  }

  @Test
  void whatIsMissingIsNamedWithTheUsage() {
    assertThatThrownBy(() -> JobArguments.parse("learning"))
        .hasMessageContaining("learning: --config is missing; usage:")
        .hasMessageContaining("learning: --conf is missing");
  }

  @Test
  void theCommandLineNamesTheBrokersInPlaceOfTheSettings() {
    JobArguments told = new JobArguments(Path.of("a.yaml"), Path.of("conf"), Optional.of("a:1"));
    JobArguments less = new JobArguments(Path.of("a.yaml"), Path.of("conf"), Optional.empty());
    assertThat(told.bootstrapServers("b:2")).isEqualTo("a:1");
    assertThat(less.bootstrapServers("b:2")).isEqualTo("b:2");
    assertThatThrownBy(() -> less.bootstrapServers(" "))
        .hasMessageContaining("a.yaml: no brokers; set kafka.bootstrapServers");
  }

  @Test
  void aRegistryIsFoundFromOtherDirectoriesToo() {
    assertThat(JobArguments.located("s3://bucket/models")).isEqualTo("s3://bucket/models");
    assertThat(JobArguments.located("/models")).isEqualTo("/models");
    assertThat(List.of(JobArguments.located("testdata/models")))
        .allMatch(place -> Path.of(place).isAbsolute() && place.endsWith("testdata/models"));
  }
}
