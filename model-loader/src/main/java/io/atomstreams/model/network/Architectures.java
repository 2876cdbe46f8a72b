package io.atomstreams.model.network;

import io.atomstreams.model.ModelException;
import io.atomstreams.model.NearestNames;
import io.atomstreams.model.TensorSpec;
import java.util.List;

/** Every architecture there is, by name, in a small size that trains in seconds. */
public final class Architectures {

  private static final List<Entry> ALL =
      List.of(
          new Entry(MlpArchitecture.NAME, "rows of features", MlpArchitecture::small),
          new Entry(LstmArchitecture.NAME, "sequences", LstmArchitecture::small),
          new Entry(TransformerArchitecture.NAME, "sequences", TransformerArchitecture::small),
          new Entry(
              TextCnnArchitecture.NAME,
              "word numbers, of 10,000 words",
              (input, outputs) -> TextCnnArchitecture.small(input, 10_000, outputs)));

  private Architectures() {}

  /** Makes an architecture for an input. */
  @FunctionalInterface
  public interface Maker {
    /**
     * Makes it.
     *
     * @throws ModelException if it takes no input of that shape
     */
    Architecture of(TensorSpec input, int outputs);
  }

  /**
   * A line of the list.
   *
   * @param takes what it is for, in words
   */
  public record Entry(String name, String takes, Maker small) {}

  public static List<Entry> all() {
    return ALL;
  }

  /**
   * The architecture of a name.
   *
   * @throws ModelException naming the nearest one if there is none
   */
  public static Entry byName(String name) {
    return ALL.stream()
        .filter(entry -> entry.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new ModelException(
                    name
                        + " is no architecture; "
                        + NearestNames.hint(name, ALL.stream().map(Entry::name).toList())));
  }
}
