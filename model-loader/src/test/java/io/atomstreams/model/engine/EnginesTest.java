package io.atomstreams.model.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.model.ModelEngine;
import io.atomstreams.model.ModelException;
import org.junit.jupiter.api.Test;

class EnginesTest {

  @Test
  void findsEachEngineByItsName() {
    for (ModelEngine engine : Engines.all()) {
      assertThat(Engines.byName(engine.name())).isSameAs(engine);
    }
  }

  @Test
  void namesEachEngineDifferently() {
    assertThat(Engines.all()).extracting(ModelEngine::name).doesNotHaveDuplicates();
  }

  @Test
  void answersAWrongNameWithTheNearest() {
    assertThatThrownBy(() -> Engines.byName("tensor-flow"))
        .isInstanceOf(ModelException.class)
        .hasMessage("tensor-flow is no engine; did you mean tensorflow?");
  }
}
