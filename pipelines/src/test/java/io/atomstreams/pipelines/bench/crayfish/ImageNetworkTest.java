package io.atomstreams.pipelines.bench.crayfish;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.model.Model;
import java.nio.file.Path;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ImageNetworkTest {

  private static final Offset<Double> SINGLE_PRECISION = Offset.offset(2e-6);

  @Test
  void hasAsManyWeightsAsThePublishedOne() {
    assertThat(ImageNetwork.drawn(1).weights()).isEqualTo(28_618);
  }

  @Test
  void isTheSameForASeedAndTellsImagesApart() {
    double[] first = ImageNetwork.drawn(1).probabilities(RandomImages.pixels(0));
    assertThat(ImageNetwork.drawn(1).probabilities(RandomImages.pixels(0))).isEqualTo(first);
    assertThat(ImageNetwork.drawn(2).probabilities(RandomImages.pixels(0))).isNotEqualTo(first);
    assertThat(ImageNetwork.drawn(1).probabilities(RandomImages.pixels(1))).isNotEqualTo(first);
  }

  @ParameterizedTest
  @EnumSource(NetworkFormat.class)
  void everyEngineComputesTheNetwork(NetworkFormat format, @TempDir Path directory) {
    ImageNetwork network = ImageNetwork.drawn(5);
    format.write(network, directory);
    int images = 7;
    float[] rows = new float[images * RandomImages.PIXELS];
    for (int i = 0; i < images; i++) {
      System.arraycopy(
          RandomImages.pixels(i), 0, rows, i * RandomImages.PIXELS, RandomImages.PIXELS);
    }
    float[] out = new float[images * ImageNetwork.CLASSES];

    try (Model model = format.open(directory)) {
      model.score(rows, images, out);
    }

    for (int i = 0; i < images; i++) {
      double[] expected = network.probabilities(RandomImages.pixels(i));
      for (int j = 0; j < ImageNetwork.CLASSES; j++) {
        assertThat((double) out[i * ImageNetwork.CLASSES + j])
            .isCloseTo(expected[j], SINGLE_PRECISION);
      }
    }
  }
}
