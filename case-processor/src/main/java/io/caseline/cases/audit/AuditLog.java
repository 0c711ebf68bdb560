package io.caseline.cases.audit;

import java.util.List;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.repository.Repository;

/** All audit entries. Written in the transaction of the action, so that none is missing and none is too many. */
public interface AuditLog extends Repository<AuditEntry, Long> {

    AuditEntry save(AuditEntry entry);

    /** The newest first, before this id. */
    List<AuditEntry> findByIdLessThanOrderByIdDesc(long before, Limit limit);

    List<AuditEntry> findByCorrelationIdAndIdLessThanOrderByIdDesc(UUID correlationId, long before, Limit limit);

    List<AuditEntry> findByReplayAndIdLessThanOrderByIdDesc(long replay, long before, Limit limit);

    List<AuditEntry> findByCorrelationIdOrderById(UUID correlationId, Limit limit);

    List<AuditEntry> findByReplayOrderById(long replay, Limit limit);
}
