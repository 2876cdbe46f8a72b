/**
 * Learning by remembering examples: {@link
 * io.atomstreams.operators.learning.memory.SelfAdjustingMemory} keeps what is recent and what held
 * before apart. Imports {@code learning} and {@code state}.
 */
package io.atomstreams.operators.learning.memory;
