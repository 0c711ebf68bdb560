/** The accounts' fee plans: kept in this database, or at a card core that owns them. */
@NullMarked
package io.caseline.tellers.feeplans;

import org.jspecify.annotations.NullMarked;
