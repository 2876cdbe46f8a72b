package io.atomstreams.pipelines.report.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.StringReader;
import javax.xml.parsers.DocumentBuilderFactory;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class MarkupTest {

  @Property(tries = 500)
  void anyTextComesBackAsTextAndAsAttribute(@ForAll String text) throws Exception {
    String page = new Markup().element("p", text, "title", text).finished();

    Element parsed =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(page)))
            .getDocumentElement();

    assertThat(parsed.getTextContent()).isEqualTo(known(text));
    assertThat(parsed.getChildNodes().getLength()).isLessThanOrEqualTo(1);
    assertThat(parsed.getAttribute("title"))
        .isEqualTo(known(text).replace('\n', ' ').replace('\t', ' '));
  }

  private static String known(String text) {
    StringBuilder known = new StringBuilder();
    text.codePoints()
        .forEach(
            point -> {
              boolean isControl = point < ' ' && point != '\n' && point != '\t';
              boolean isHigh = point >= 0x7F && point <= 0x9F;
              boolean isHalf = point >= 0xD800 && point <= 0xDFFF;
              boolean isNone = point == 0xFFFE || point == 0xFFFF;
              known.appendCodePoint(isControl || isHigh || isHalf || isNone ? 0xFFFD : point);
            });
    return known.toString();
  }

  @Test
  void nothingOpensATag() {
    assertThat(
            new Markup()
                .element("b", "<script>alert(1)</script>", "title", "\" onload=\"x")
                .finished())
        .isEqualTo("<b title=\"&quot; onload=&quot;x\">&lt;script&gt;alert(1)&lt;/script&gt;</b>");
  }

  @Test
  void anElementThatIsLeftOpenIsAnError() {
    assertThatIllegalStateException()
        .isThrownBy(() -> new Markup().open("p").finished())
        .withMessage("still open: [p]");
  }

  @Test
  void aStyleSheetCannotEndItself() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Markup().style("</style>"));
  }

  @Test
  void aTableWantsACellForEachColumn() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Table("sizes").words("a").figures("b").row("1"))
        .withMessage("sizes: a row has 1 cells for 2 columns");
  }

  @Test
  void numbersReadTheSameEverywhere() {
    assertThat(Numerals.brief(1_234_567)).isEqualTo("1.23M");
    assertThat(Numerals.brief(-999_600)).isEqualTo("-1M");
    assertThat(Numerals.brief(0.00012345)).isEqualTo("0.000123");
    assertThat(Numerals.brief(42)).isEqualTo("42");
    assertThat(Numerals.brief(Double.NaN)).isEqualTo("–");
    assertThat(Numerals.percent(0.1234)).isEqualTo("12 %");
    assertThat(Numerals.percent(0.01234)).isEqualTo("1.2 %");
    assertThat(Numerals.percent(0.00034)).isEqualTo("0.034 %");
    assertThat(Numerals.percent(1e-9)).isEqualTo("< 0.001 %");
    assertThat(Numerals.percent(1)).isEqualTo("100 %");
    assertThat(Numerals.fixed(-0.0001, 2)).isEqualTo("0.00");
    assertThat(Numerals.span(90_000)).isEqualTo("1.5 min");
    assertThat(Numerals.of(1, "drift")).isEqualTo("1 drift");
    assertThat(Numerals.time(0)).isEqualTo("1970-01-01 00:00");
  }
}
