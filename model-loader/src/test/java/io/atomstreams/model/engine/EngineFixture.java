package io.atomstreams.model.engine;

import java.nio.file.Path;
import java.util.List;

/**
 * How the contract tests get small models of one engine. Listed in {@link EngineFixtures}; an
 * engine without one fails them.
 */
public interface EngineFixture {

  /** The engine's name. */
  String engine();

  /** The one file without which a model cannot be opened. */
  String file();

  /** Whether the artifact names its arrays, so that a wrong name can be seen. */
  boolean namesItsArrays();

  /** Maven coordinates of what has to be added for this engine; none if it needs no library. */
  default List<String> artifacts() {
    return List.of();
  }

  /** Whether its library is on the class path; those of a profile may be left out. */
  default boolean isHere() {
    return true;
  }

  /**
   * Writes a model from features f0 … to one probability a row, which takes missing values and any
   * finite ones. The same seed gives the same weights.
   */
  EngineSample write(int columns, long seed, Path artifacts);

  /** Models of other shapes that this engine can run: several classes, outputs, inputs, types. */
  default List<Shape> shapes() {
    return List.of();
  }

  /** Writes a model; its rows hold numbers between -3 and 3, none missing. */
  interface Writer {
    EngineSample write(long seed, Path artifacts);
  }

  /** A kind of model by name, for the report of the tests. */
  record Shape(String name, Writer writer) {
    @Override
    public String toString() {
      return name;
    }
  }
}
