package io.atomstreams.model.engine.mlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.model.ModelException;
import io.atomstreams.model.engine.mlp.NetworkWeights.Layer;
import io.atomstreams.model.packaging.PortableNetwork;
import io.atomstreams.model.training.TinyNetworks;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkWeightsTest {

  private static final List<String> FEATURES = List.of("a", "b");

  private static Layer layer(int inputs, int outputs, Activation activation) {
    return new Layer(inputs, outputs, activation, new float[inputs * outputs], new float[outputs]);
  }

  private static NetworkWeights network(Layer... layers) {
    return new NetworkWeights(
        FEATURES, false, new float[] {0, 0}, new float[] {1, 1}, List.of(layers));
  }

  @Test
  void readsItsOwnWritingBitByBit() {
    NetworkWeights written =
        PortableNetwork.of(TinyNetworks.random(TinyNetworks.features(9), List.of(7, 5), 11));

    NetworkWeights read = NetworkWeights.fromJson(written.toJson());

    assertThat(read.toJson()).isEqualTo(written.toJson());
    assertThat(read.mean()).isEqualTo(written.mean());
    assertThat(read.scale()).isEqualTo(written.scale());
    for (int i = 0; i < 3; i++) {
      assertThat(read.layers().get(i).kernel()).isEqualTo(written.layers().get(i).kernel());
      assertThat(read.layers().get(i).bias()).isEqualTo(written.layers().get(i).bias());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"NaN", "\"NaN\"", "1e39", "\"Infinity\"", "null"})
  void refusesAWeightThatIsNoFiniteNumber(String weight) {
    String json =
        network(layer(2, 1, Activation.SIGMOID))
            .toJson()
            .replace("\"kernel\":[0.0,", "\"kernel\":[" + weight + ",");

    assertThat(json).contains(weight);
    assertThatThrownBy(() -> NetworkWeights.fromJson(json)).isInstanceOf(ModelException.class);
  }

  @Test
  void refusesAKernelThatDoesNotFitItsLayer() {
    assertThatThrownBy(() -> new Layer(2, 3, Activation.RELU, new float[5], new float[3]))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("needs a kernel of 6 and a bias of 3 values, not 5 and 3");
    assertThatThrownBy(() -> new Layer(2, 0, Activation.RELU, new float[0], new float[0]))
        .isInstanceOf(ModelException.class);
  }

  @Test
  void refusesLayersThatDoNotFitEachOther() {
    assertThatThrownBy(() -> network(layer(2, 3, Activation.RELU), layer(4, 1, Activation.SIGMOID)))
        .isInstanceOf(ModelException.class)
        .hasMessage("network: layer 1 takes 4 values, what comes before gives 3");
    assertThatThrownBy(() -> network(layer(3, 1, Activation.SIGMOID)))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("layer 0 takes 3 values, what comes before gives 2");
    assertThatThrownBy(() -> network()).isInstanceOf(ModelException.class);
  }

  @Test
  void refusesASoftmaxInTheMiddle() {
    assertThatThrownBy(
            () -> network(layer(2, 2, Activation.SOFTMAX), layer(2, 1, Activation.SIGMOID)))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("layer 0 is a softmax; only the last one may be");
  }

  @ParameterizedTest
  @CsvSource({"0", "-1", "NaN", "Infinity"})
  void refusesAScaleThatIsNotAboveZero(float scale) {
    assertThatThrownBy(
            () ->
                new NetworkWeights(
                    FEATURES,
                    true,
                    new float[] {0, 0},
                    new float[] {1, scale},
                    List.of(layer(2, 1, Activation.SIGMOID))))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("scale");
  }

  @Test
  void refusesKeysThatNobodyReadsAndTextThatIsNoNetwork() {
    String json = network(layer(2, 1, Activation.SIGMOID)).toJson();

    assertThatThrownBy(
            () ->
                NetworkWeights.fromJson(
                    json.replace("{\"features\"", "{\"epochs\":3,\"features\"")))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("epochs");
    assertThatThrownBy(() -> NetworkWeights.fromJson(json.substring(0, json.length() / 2)))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("not a network");
    assertThatThrownBy(() -> NetworkWeights.fromJson(json.replace("sigmoid", "swish")))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("swish");
  }
}
