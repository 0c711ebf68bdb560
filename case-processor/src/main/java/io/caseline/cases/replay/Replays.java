package io.caseline.cases.replay;

import jakarta.persistence.LockModeType;
import jakarta.persistence.QueryHint;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.jpa.repository.QueryHints;
import org.springframework.data.repository.Repository;

/** All replays. */
interface Replays extends Repository<Replay, Long> {
    /** {@code SKIP LOCKED}, in Hibernate's words. */
    String SKIP_LOCKED = "-2";

    Replay saveAndFlush(Replay replay);

    Optional<Replay> findById(long id);

    List<Replay> findByIdLessThanOrderByIdDesc(long before, Limit limit);

    @Query("select r.id from Replay r where r.state in :states order by r.id")
    List<Long> findIdsByStateIn(Collection<ReplayState> states);

    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select r from Replay r where r.id = :id")
    Optional<Replay> lock(long id);

    /** Empty if another transaction has it. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @QueryHints(@QueryHint(name = "jakarta.persistence.lock.timeout", value = SKIP_LOCKED))
    @Query("select r from Replay r where r.id = :id")
    Optional<Replay> lockUnlessLocked(long id);
}
