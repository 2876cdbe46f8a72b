package io.atomstreams.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.atomstreams.model.ModelSignature;
import io.atomstreams.model.network.MlpArchitecture;
import io.atomstreams.model.network.Network;
import io.atomstreams.model.network.SampleNetworks;
import io.atomstreams.model.training.SavedModelRun;
import io.atomstreams.model.training.TinyNetworks;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The same formula three times: in plain Java, in TensorFlow, in ONNX Runtime. */
class OnnxNetworkTest {

  private static final int ROWS = 53;

  @TempDir Path directory;

  static Stream<Arguments> networks() {
    Stream<Network> tables =
        Stream.of(List.of(8, 4), List.<Integer>of(), List.of(16))
            .map(hidden -> TinyNetworks.random(TinyNetworks.features(7), hidden, 3).network());
    return Stream.concat(SampleNetworks.all().stream(), tables)
        .map(
            network ->
                Arguments.of(
                    network.architecture().name()
                        + " with "
                        + network.objective().getClass().getSimpleName(),
                    network));
  }

  private static float[] rows(Network network) {
    return network.architecture() instanceof MlpArchitecture
        ? TinyNetworks.rows(ROWS, network.features().size(), 4)
        : SampleNetworks.rows(network, ROWS);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void computesTheSameEverywhere(String name, Network network) {
    float[] rows = rows(network);
    Map<String, double[]> java = SampleNetworks.inJava(network, rows, ROWS);
    Map<String, double[]> tensorFlow = SavedModelRun.of(network, directory, rows, ROWS);
    Map<String, double[]> onnx =
        OnnxRun.of(OnnxNetwork.bytes(network), network.architecture().input(), rows, ROWS);

    assertThat(tensorFlow).containsOnlyKeys(java.keySet());
    assertThat(onnx).containsOnlyKeys(java.keySet());
    java.forEach(
        (output, expected) -> {
          double largest = 1;
          for (double value : expected) {
            largest = Math.max(largest, Math.abs(value));
          }
          assertThat(expected).doesNotContain(Double.NaN);
          assertThat(tensorFlow.get(output))
              .as(output)
              .containsExactly(expected, within(2e-6 * largest));
          assertThat(onnx.get(output)).as(output).containsExactly(expected, within(2e-6 * largest));
          assertThat(onnx.get(output))
              .as(output)
              .containsExactly(tensorFlow.get(output), within(1e-5 * largest));
        });
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void statesItsResultsInASignature(String name, Network network) {
    ModelSignature signature = network.signature();

    Map<String, double[]> java = SampleNetworks.inJava(network, rows(network), ROWS);

    signature
        .outputs()
        .forEach(output -> assertThat(java.get(output.name())).hasSize(ROWS * output.width()));
    assertThat(signature.featureCount()).isEqualTo(network.features().size());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void writesTheSameBytesTwice(String name, Network network) {
    assertThat(OnnxNetwork.bytes(network)).isEqualTo(OnnxNetwork.bytes(network));
  }
}
