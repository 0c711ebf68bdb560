/** Accounts' fee plans: changed in this database, or at the card core that owns them. */
@NullMarked
package io.caseline.tellers.feeplans;

import org.jspecify.annotations.NullMarked;
