package io.atomstreams.pipelines.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atomstreams.operators.event.Example;
import io.atomstreams.pipelines.connector.Topic;
import io.atomstreams.pipelines.report.source.Archive.Span;
import io.atomstreams.pipelines.report.source.Sighting;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class ReportTest {

  private static final List<String> SECTIONS =
      List.of(
          "overview",
          "throughput",
          "quality",
          "features",
          "models",
          "importance",
          "drift",
          "rollout",
          "learners");

  private static Document parsed(String page) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(page.getBytes(StandardCharsets.UTF_8)));
  }

  private static Stream<Element> elements(Document page, String tag) {
    NodeList found = page.getElementsByTagName(tag);
    return IntStream.range(0, found.getLength()).mapToObj(i -> (Element) found.item(i));
  }

  @Test
  void isWellFormedAndHasEverySectionWithAPlotOrItsReason() throws Exception {
    Document page = parsed(ReportSample.report(ReportSample.full()).html());

    List<Element> sections = elements(page, "section").toList();
    assertThat(sections).extracting(each -> each.getAttribute("id")).isEqualTo(SECTIONS);
    assertThat(sections)
        .allSatisfy(
            section ->
                assertThat(
                        section.getElementsByTagName("svg").getLength()
                            + section.getElementsByTagName("table").getLength())
                    .as(section.getAttribute("id"))
                    .isPositive());
    assertThat(elements(page, "svg").filter(svg -> !svg.getAttribute("class").equals("spark")))
        .hasSizeGreaterThan(15)
        .allSatisfy(
            svg -> {
              assertThat(svg.getElementsByTagName("title").getLength()).isPositive();
              assertThat(svg.getElementsByTagName("desc").getLength()).isEqualTo(1);
            });
    assertThat(page.getDocumentElement().getTextContent()).doesNotContain("NaN", "Infinity");
  }

  @Test
  void whatTopicsHoldIsTextAndNothingElse() throws Exception {
    String text = ReportSample.report(ReportSample.full()).html();
    Document page = parsed(text);

    assertThat(page.getDocumentElement().getTextContent()).contains(ReportSample.HOSTILE);
    assertThat(text).doesNotContain("<script", "alert('1')</script", "javascript:");
    assertThat(page.getElementsByTagName("script").getLength()).isZero();
    assertThat(page.getElementsByTagName("style").getLength()).isEqualTo(1);
    elements(page, "*")
        .forEach(
            element -> {
              for (int i = 0; i < element.getAttributes().getLength(); i++) {
                assertThat(element.getAttributes().item(i).getNodeName()).doesNotStartWith("on");
              }
            });
  }

  @Test
  void asksForNothingFromAnywhere() throws Exception {
    String text = ReportSample.report(ReportSample.full()).html();

    assertThat(text).doesNotContain("http:", "https:", "url(", "@import", "src=\"");
    assertThat(text).contains("default-src 'none'");
    elements(parsed(text), "*")
        .filter(element -> element.hasAttribute("href"))
        .forEach(element -> assertThat(element.getAttribute("href")).matches("#[a-z]+|data:,"));
    assertThat(text.getBytes(StandardCharsets.UTF_8).length).isLessThan(1 << 20);
  }

  @Test
  void theOrderInWhichTopicsAreReadDoesNotMatter() {
    List<Sighting> models = new ArrayList<>(ReportSample.sightings());
    List<Sighting> others = new ArrayList<>(models);
    models.removeIf(sighting -> sighting.topic() != Topic.MODELS);
    others.removeIf(sighting -> sighting.topic() == Topic.MODELS);
    Collections.shuffle(others, new Random(3));
    others.addAll(models);

    assertThat(ReportSample.report(new ReportSample(others)).html())
        .isEqualTo(ReportSample.report(ReportSample.full()).html());
  }

  /** What it should be then is left beside: look at it before it becomes the new one. */
  @Test
  void isTheSameByteForByteAsTheOneThatWasLookedAt() throws IOException {
    String page = ReportSample.report(ReportSample.full()).html();
    Path beside = Path.of("target", "report-golden.html");
    Files.createDirectories(beside.getParent());
    Files.writeString(beside, page);

    try (InputStream golden = ReportTest.class.getResourceAsStream("/report/golden.html")) {
      assertThat(golden).as("the golden page; %s would be it", beside).isNotNull();
      assertThat(page).isEqualTo(new String(golden.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void saysWhyWhereThereIsNothingToPlot() throws Exception {
    Document page = parsed(ReportSample.report(new ReportSample(List.of())).html());

    assertThat(elements(page, "svg")).isEmpty();
    assertThat(page.getDocumentElement().getTextContent())
        .contains(
            "No event has an outcome in this range.",
            "No answers yet: no example in this range.",
            "No drift was told in this range, and no answers came that could have shown one.",
            "The log of models is empty: the base rate is the score.",
            "No window was evaluated in this range");
  }

  @Test
  void sayThatAnswersAreTheSameRatherThanPlotThem() {
    List<Sighting> few =
        ReportSample.sightings().stream()
            .filter(
                sighting ->
                    !(sighting.value() instanceof Example example)
                        || (example.target() == 1 && example.weight() > 0))
            .toList();

    assertThat(ReportSample.report(new ReportSample(few)).html())
        .contains("answers are the same: there is nothing to tell apart yet.")
        .doesNotContain("ROC curve of");
  }

  @Test
  void deadLettersOfTheLearningJobAreNoEventsAndAreShownApart() {
    Sighting.Refusal unread = new Sighting.Refusal("not_json", "shop", "feedback", false);
    List<Sighting> more = new ArrayList<>(ReportSample.sightings());
    more.add(new Sighting(Topic.DEAD_LETTERS, unread, more.get(0).at(), Sighting.NO_TIME));
    Report report = ReportSample.report(new ReportSample(more));

    assertThat(report.json().at("/throughput/events").asLong()).isEqualTo(615);
    assertThat(report.json().at("/quality/deadLettersOfLearning/feedback: not_json").asLong())
        .isOne();
    assertThat(report.html()).contains("Dead letters of the learning job", "feedback: not_json");
  }

  @Test
  void figuresForMachinesAreThoseOfThePage() {
    ObjectNode json = ReportSample.report(ReportSample.full()).json();

    assertThat(json.at("/throughput/events").asLong()).isEqualTo(615);
    assertThat(json.at("/throughput/scored").asLong()).isEqualTo(300);
    assertThat(json.at("/throughput/duplicates").asLong()).isEqualTo(60);
    assertThat(json.at("/quality/deadLettersByReason/late").asLong()).isEqualTo(8);
    assertThat(json.at("/models/versions")).hasSize(2);
    assertThat(json.at("/models/versions/0/answers").asLong()).isEqualTo(150);
    assertThat(json.at("/models/versions/0/auc").asDouble()).isBetween(0.6, 0.95);
    assertThat(json.at("/rollout/churn/champion").asText()).isEqualTo("churn@2");
    assertThat(new TreeSet<>(List.of(json.toString().split("NaN")))).hasSize(1);
  }

  @Test
  void aScorerThatNothingEvaluatesByALabelIsNotJudgedByIt() {
    assertThat(ReportSample.report(ReportSample.full()).html())
        .contains("Not shown, since nothing evaluates the one by the other: other and churn_30d.");
  }

  @Test
  void isOfOneTenantIfAsked() {
    Report report =
        Report.of(
            ReportSample.full(),
            Span.ALL,
            new Choice(Optional.of("shop"), Optional.of("churn")),
            ReportSample.names(),
            ReportSample.NOW);

    assertThat(report.json().at("/throughput/scored").asLong()).isBetween(200L, 299L);
    assertThat(report.html()).contains("tenant shop, scorer churn");
  }

  @Test
  void aTenantThatIsNotThereIsAnsweredWithTheNearest() {
    Choice choice = new Choice(Optional.of("shpo"), Optional.empty());

    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Report.of(
                    ReportSample.full(), Span.ALL, choice, ReportSample.names(), ReportSample.NOW))
        .withMessageContaining("no record in this range is of tenant shpo")
        .withMessageContaining("shop");
  }
}
