/** The gateway: HTTP in, commands out. No database, no Salesforce credentials. */
@NullMarked
package io.caseline.gateway;

import org.jspecify.annotations.NullMarked;
