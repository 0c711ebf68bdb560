"""Explores every interleaving of two replays, a feeder, calls, a cancel, a discard and a late success on one submission.

Each step is one transaction of the product. An instance that is killed leaves its step undone, or done without knowing it:
both are in the exploration, as no step depends on what an instance remembers. `python3 docs/models/replay.py`
"""

WAITING, SENT, CREATED, FAILED, SKIPPED, CANCELLED = 'WAITING', 'SENT', 'CREATED', 'FAILED', 'SKIPPED', 'CANCELLED'


def explore(exclusive=True, check_state=True, mark_late=True):
    """exclusive: a submission is in one open replay at a time; check_state: the feeder sends only what still is failed;
    mark_late: a success marks the entry whichever call it came from."""
    # ledger state, replay that sent it last, events, entries of two replays, cases in Salesforce, a late success, Salesforce refuses
    start = (FAILED, None, (FAILED,), (None, None), 0, 1, True)
    seen, todo, ends = {start}, [start], set()
    while todo:
        ledger, sender, events, entries, cases, late, refuses = state = todo.pop()

        def entry(number, value):
            return tuple(value if i == number else e for i, e in enumerate(entries))

        steps = []
        if refuses:
            steps.append((ledger, sender, events, entries, cases, late, False))            # the cause is mended
        for number in (0, 1):
            busy = exclusive and any(e in (WAITING, SENT) for e in entries)
            if entries[number] is None and ledger == FAILED and not busy:                   # a replay starts
                steps.append((ledger, sender, events, entry(number, WAITING), cases, late, refuses))
            if entries[number] == WAITING:                                                  # the feeder, or a cancel
                steps.append((ledger, sender, events, entry(number, CANCELLED), cases, late, refuses))
                if ledger == FAILED or not check_state:
                    steps.append(('RECEIVED', number, events, entry(number, SENT), cases, late, refuses))
                else:
                    steps.append((ledger, sender, events, entry(number, SKIPPED), cases, late, refuses))
        if ledger == 'RECEIVED':                                                            # a call and its outcome
            outcome = FAILED if refuses and not cases else CREATED
            marked = entry(sender, outcome) if entries[sender] == SENT else entries
            steps.append((outcome, sender, events + (outcome,), marked, cases or int(outcome == CREATED), late, refuses))
        if ledger == FAILED and not any(e in (WAITING, SENT) for e in entries):             # a person discards it
            steps.append(('DISCARDED', sender, events + ('DISCARDED',), entries, cases, late, refuses))
        if late and ledger != CREATED:                                                      # an earlier call had created the case
            marked = entry(sender, CREATED) if mark_late and sender is not None and entries[sender] == SENT else entries
            steps.append((CREATED, sender, events + (CREATED,), marked, 1, 0, refuses))
        for step in steps:
            if step[2].count(CREATED) > 1:
                return f'TWO CREATED EVENTS {step[2]} after {len(seen)} states'
            if sum(e in (WAITING, SENT) for e in step[3]) > 1:
                return f'IN TWO OPEN REPLAYS {step[3]} after {len(seen)} states'
            if step not in seen and len(step[2]) < 8:
                seen.add(step)
                todo.append(step)
        if not any(s[0] != ledger or s[3] != entries for s in steps):
            ends.add((ledger, entries))
            if any(e in (WAITING, SENT) for e in entries):
                return f'A REPLAY NEVER ENDS {ledger} {entries} after {len(seen)} states'
    return f'holds: {len(seen)} states, {len(ends)} ends'


if __name__ == '__main__':
    print('as designed                   ', explore())
    print('in several replays at a time  ', explore(exclusive=False))
    print('sent whatever its state is    ', explore(check_state=False))
    print('a late success marks no entry ', explore(mark_late=False))
