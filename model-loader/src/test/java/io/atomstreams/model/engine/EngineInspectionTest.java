package io.atomstreams.model.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.model.ModelEngine;
import io.atomstreams.model.ModelException;
import io.atomstreams.model.StatedArrays;
import io.atomstreams.model.TensorSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What every engine sees in a model's files before it opens them. */
class EngineInspectionTest {

  private static final String KINDS = "io.atomstreams.model.engine.EngineKind#all";
  private static final String NAMED = "io.atomstreams.model.engine.EngineKind#named";

  @TempDir Path artifacts;

  @ParameterizedTest
  @MethodSource(KINDS)
  void letsAGoodModelPass(EngineKind kind) {
    EngineSample sample = kind.write(artifacts);

    assertThatCode(() -> kind.engine().inspect(EngineKind.REF, sample.signature(), artifacts))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @MethodSource(NAMED)
  void findsTheNamesOfTheArrays(EngineKind kind) {
    EngineSample sample = kind.write(artifacts);

    Optional<StatedArrays> stated = kind.engine().statedArrays(EngineKind.REF, artifacts);

    assertThat(stated.orElseThrow().inputs())
        .extracting(TensorSpec::name)
        .containsExactlyInAnyOrderElementsOf(
            sample.signature().inputs().stream().map(TensorSpec::name).toList());
    assertThat(stated.orElseThrow().outputs())
        .extracting(TensorSpec::name)
        .containsAll(sample.signature().outputs().stream().map(TensorSpec::name).toList());
  }

  /** One number of a file is replaced by one that is infinite or none. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "linear | weights.json | (\"weights\"\\s*:\\s*\\[)[^],]+ | 1e999",
        "mlp | network.json | (\"bias\"\\s*:\\s*\\[)[^],]+ | 1e999",
        "trees | trees.json | (\"base\"\\s*:\\s*\\[)[^],]+ | 1e999",
        "xgboost | model.json | (\"split_conditions\"\\s*:\\s*\\[[^]]*,)[^],]+ | 1e999",
        "lightgbm | model.txt | (leaf_value=)\\S+ | nan",
      })
  void refusesAWeightThatIsNoNumber(String name, String file, String weight, String instead)
      throws IOException {
    ModelEngine engine = Engines.byName(name);
    EngineSample sample = EngineFixtures.of(name).write(4, 5, artifacts);
    replace(artifacts.resolve(file), weight, "$1" + instead);

    assertThatThrownBy(() -> engine.inspect(EngineKind.REF, sample.signature(), artifacts))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("contract@1");
  }

  @Test
  void looksIntoEachMemberOfAnEnsemble() throws IOException {
    ModelEngine engine = Engines.byName("ensemble");
    EngineSample sample = EngineFixtures.of("ensemble").write(2, 5, artifacts);
    Path member;
    try (var files = Files.walk(artifacts)) {
      member = files.filter(file -> file.endsWith("network.json")).findFirst().orElseThrow();
    }
    replace(member, "(\"bias\"\\s*:\\s*\\[)[^],]+", "$11e999");

    assertThatThrownBy(() -> engine.inspect(EngineKind.REF, sample.signature(), artifacts))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("contract@1: member " + member.getParent().getFileName());
  }

  private static void replace(Path file, String pattern, String instead) throws IOException {
    String text = Files.readString(file);
    String changed = text.replaceFirst(pattern, instead);
    assertThat(changed).isNotEqualTo(text);
    Files.writeString(file, changed);
  }
}
