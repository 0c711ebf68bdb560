/**
 * Makes a card a teller's employee card, by the rules of the partner API, once for each command. In the order of the data:
 * {@code inbox} with {@code command}, {@code association} with {@code rules}, {@code feeplans}, {@code deferral} and {@code
 * outcome}, {@code publish}; {@code directory} stores what the rules know, {@code status} and {@code operators} answer
 * queries under the access rules of {@code web}.
 */
@NullMarked
package io.caseline.tellers;

import org.jspecify.annotations.NullMarked;
