package io.atomstreams.pipelines.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page in a real browser, at a desk and on a phone. Pictures are left in {@code target}. */
@Tag("watch")
class ReportBrowserTest {

  @TempDir static Path directory;
  private static Chromium browser;
  private static Path page;

  @BeforeAll
  static void opensABrowser() throws Exception {
    page =
        Files.writeString(
            directory.resolve("report.html"),
            ReportSample.report(ReportSample.full()).html(),
            StandardCharsets.UTF_8);
    browser = Chromium.start(directory.resolve("profile"));
  }

  @AfterAll
  static void closesIt() {
    if (browser != null) {
      browser.close();
    }
  }

  @ParameterizedTest
  @CsvSource({"1440, 900", "375, 812", "320, 640"})
  void fitsTheScreenAndShowsAllOfIt(int width, int height) throws Exception {
    browser.open(page.toUri(), width, height);

    assertThat(browser.value("document.documentElement.scrollWidth").asInt())
        .isLessThanOrEqualTo(browser.value("innerWidth").asInt());
    assertThat(browser.value("innerWidth").asInt()).isEqualTo(width);
    assertThat(browser.value("document.querySelectorAll('main > section').length").asInt())
        .isEqualTo(9);
    assertThat(browser.value(SHOWN).asInt()).as("plots that are seen").isGreaterThan(15);
    assertThat(browser.value(SMALLEST).asDouble())
        .as("height of the smallest letters, CSS pixels")
        .isGreaterThanOrEqualTo(8.5);
    assertThat(colours(picture("report-" + width + ".png", 12_000))).isGreaterThan(50);
  }

  private static final String SHOWN =
      "[...document.querySelectorAll('svg')].filter(e => e.getBoundingClientRect().width >"
          + " 50).length";

  private static final String SMALLEST =
      "Math.min(...[...document.querySelectorAll('svg text')].map(e =>"
          + " e.getBoundingClientRect().height).filter(h => h > 0))";

  @Test
  void asksForNothingAndSaysNothing() throws Exception {
    browser.open(page.toUri(), 1440, 900);

    assertThat(browser.events("Network.requestWillBeSent"))
        .extracting(event -> event.path("request").path("url").asText())
        .allMatch(url -> url.equals(page.toUri().toString()) || url.startsWith("data:"));
    assertThat(browser.events("Log.entryAdded")).isEmpty();
    assertThat(browser.events("Runtime.consoleAPICalled")).isEmpty();
    assertThat(browser.events("Runtime.exceptionThrown")).isEmpty();
    assertThat(browser.events("Page.javascriptDialogOpening")).isEmpty();
  }

  /** The fastest of some: what else a machine does is no property of the page. */
  @Test
  void isThereWithinASecond() throws Exception {
    double fastest = Double.MAX_VALUE;
    for (int i = 0; i < 5 && fastest > 1000; i++) {
      browser.open(page.toUri(), 1440, 900);
      JsonNode millis =
          browser.value("performance.getEntriesByType('navigation')[0].loadEventStart");
      fastest = Math.min(fastest, millis.asDouble());
    }
    assertThat(fastest).as("ms until it was loaded").isBetween(1.0, 1000.0);
  }

  @Test
  void letterAndPaperDifferEnoughInBothModes() throws Exception {
    for (String mode : List.of("light", "dark")) {
      var media = Chromium.parameters();
      media.putArray("features").addObject().put("name", "prefers-color-scheme").put("value", mode);
      browser.ask("Emulation.setEmulatedMedia", media);
      browser.open(page.toUri(), 1440, 900);
      Map<String, Double> light = new HashMap<>();
      for (String name : List.of("paper", "sheet", "ink", "soft", "accent")) {
        light.put(name, luminance(browser.value(colour(name)).asText().strip()));
      }
      for (String letters : List.of("ink", "soft", "accent")) {
        for (String ground : List.of("paper", "sheet")) {
          assertThat(contrast(light.get(letters), light.get(ground)))
              .as("%s: %s on %s", mode, letters, ground)
              .isGreaterThanOrEqualTo(4.5);
        }
      }
      picture("report-" + mode + ".png", 2_000);
    }
    browser.ask("Emulation.setEmulatedMedia", Chromium.parameters());
  }

  private static String colour(String name) {
    return "getComputedStyle(document.documentElement).getPropertyValue('--" + name + "')";
  }

  /** Relative luminance of WCAG 2. */
  private static double luminance(String colour) {
    assertThat(colour).matches("#[0-9a-f]{6}");
    double[] linear = new double[3];
    for (int i = 0; i < 3; i++) {
      double share = Integer.parseInt(colour.substring(1 + 2 * i, 3 + 2 * i), 16) / 255.0;
      linear[i] = share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
    }
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
  }

  private static double contrast(double one, double other) {
    return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
  }

  private static BufferedImage picture(String name, int height) throws Exception {
    var wanted = Chromium.parameters().put("format", "png").put("captureBeyondViewport", true);
    wanted
        .putObject("clip")
        .put("x", 0)
        .put("y", 0)
        .put("width", browser.value("innerWidth").asInt())
        .put("height", height)
        .put("scale", 1);
    byte[] png =
        Base64.getDecoder()
            .decode(browser.ask("Page.captureScreenshot", wanted).path("data").asText());
    Files.createDirectories(Path.of("target"));
    Files.write(Path.of("target", name), png);
    return ImageIO.read(new ByteArrayInputStream(png));
  }

  private static long colours(BufferedImage picture) {
    return IntStream.range(0, picture.getHeight())
        .flatMap(y -> IntStream.range(0, picture.getWidth()).map(x -> picture.getRGB(x, y)))
        .distinct()
        .count();
  }
}
