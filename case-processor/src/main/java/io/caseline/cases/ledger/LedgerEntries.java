package io.caseline.cases.ledger;

import java.util.List;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.query.Param;

interface LedgerEntries extends JpaRepository<LedgerEntry, UUID> {

    /** One statement, which the database prepares once, however many ids there are. */
    @Query(nativeQuery = true, value = "SELECT * FROM case_ledger WHERE correlation_id = ANY (:ids)")
    List<LedgerEntry> findAnyOf(@Param("ids") UUID[] ids);
}
