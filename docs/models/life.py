#!/usr/bin/env python3
"""Explores every interleaving of decision 49 for one case: an agent who edits it (two edits can have one second, and an edit can be committed up to the overlap after the second that it
gives), two calls that find the case and save it as created (an answer can be lost, or saved late), two instances that both believe to be the one that reads, crashes and freezes
anywhere. Each edit makes another state, numbered. Invariants: events tell states in order, none twice and none older than the one that CREATED told; and a state that was not told yet will be read again:
the position is not behind it, or the case is listed as unsettled."""
from collections import deque


def ranked(state):
    """Of the database's clock only the order matters; calls are alike, and so are readers."""
    now, org, pending, left, row, told, calls, listed, since, readers, _ = state
    times = {0} | ({row[2]} if row else set()) | {call[3] for call in calls if call and call[0] == 'saving'} | {reader[3] for reader in readers if reader}
    rank = {time: number for number, time in enumerate(sorted(times))}
    row = row and row[:2] + (rank[row[2]],)
    calls = tuple(sorted((call[:3] + (rank[call[3]],) if call and call[0] == 'saving' else call for call in calls), key=repr))
    readers = tuple(sorted((reader and reader[:3] + (rank[reader[3]],) + reader[4:] for reader in readers), key=repr))
    return now, org, pending, left, row, told, calls, listed, since, readers, len(rank) - 1


def explore(fence=True, overlap=1, unsettled=True, reread=True, too_new=True, edits=2, last_second=2):
    # now; org: (second, state); pending: second of an edit that is not committed, or None; edits left; row: None, or (second, state, time of its transaction); told: the state in the latest event
    # calls: None, ('found', second, state) or ('saving', second, state, time); listed: False, True, or what was seen if it is not read again; since: the position
    # readers: None, ('loaded', is stale, since, time) or ('read', is stale, since, time, seen or None, next, whether of the list); the database's time
    start = (0, (0, 0), None, edits, None, -1, (None, None), False, -overlap, (None, None), 0)
    found, todo = {start}, deque([start])
    while todo:
        now, org, pending, left, row, told, calls, listed, since, readers, time = todo.popleft()
        following = []

        def then(now=now, org=org, pending=pending, left=left, row=row, told=told, calls=calls, listed=listed, since=since, readers=readers, time=time):
            following.append(ranked((now, org, pending, left, row, told, calls, listed, since, readers, time)))

        if now < last_second and (pending is None or now < pending + 1):  # an edit is committed at most a second late
            then(now=now + 1)
        if left and pending is None:
            then(pending=now, left=left - 1)
        if pending is not None:
            then(org=(max(pending, org[0]), org[1] + 1), pending=None)
        for i, call in enumerate(calls):
            put = lambda phase: calls[:i] + (phase,) + calls[i + 1:]
            if call is None and row is None:
                then(calls=put(('found',) + org))
            elif call is not None:
                then(calls=put(None))  # the answer is lost, or the instance crashes
                if call[0] == 'found':
                    then(calls=put(('saving',) + call[1:] + (time + 1,)), time=time + 1)
                elif row is None:
                    then(row=call[1:], told=call[2], calls=put(None))
        for i, reader in enumerate(readers):
            put = lambda phase: readers[:i] + (phase,) + readers[i + 1:]
            if reader is None:
                then(readers=put(('loaded', False, since, time + 1)), time=time + 1)
                continue
            then(readers=put(None))  # it crashes, or its call fails
            _, stale, start_at, loaded = reader[:4]
            if reader[0] == 'loaded':
                if listed and row is not None:
                    then(readers=put(('read', stale, start_at, loaded, org if reread else listed, start_at, True)))
                then(readers=put(('read', stale, start_at, loaded, org if org[0] >= start_at else None, max(start_at, now - overlap), False)))
                continue
            seen, next_since, of_list = reader[4:]
            if fence and stale:
                continue
            row2, told2, listed2 = row, told, False if of_list else listed
            again = seen if not reread else True
            if seen is not None and row is None:
                listed2 = again if unsettled else False
            elif seen is not None and seen[1] != row[1] and seen[0] >= row[0]:
                if too_new and row[2] >= loaded and not (of_list and not reread):
                    listed2 = again
                elif seen[1] <= told:
                    return f'{seen[1]} IS TOLD AFTER {told}, after {len(found)} states'
                else:
                    row2, told2 = seen + (row[2],), seen[1]
            others = tuple(other and other[:1] + (True,) + other[2:] for other in put(None))
            then(row=row2, told=told2, listed=listed2, since=max(next_since, since) if fence else next_since, readers=others)
        for state in following:
            _, s_org, s_pending, _, s_row, s_told, _, s_listed, s_since, _, _ = state
            if s_row and s_pending is None and s_told != s_org[1] and not s_listed and s_org[0] < s_since:
                return f'{s_org[1]} IS NEVER TOLD, after {len(found)} states'
            if state not in found:
                found.add(state)
                todo.append(state)
    return f'holds: {len(found)} states'


if __name__ == '__main__':
    print('as designed                            ', explore())
    print('readers are not fenced                 ', explore(fence=False))
    print('no overlap                             ', explore(overlap=0))
    print('what is seen too early is forgotten    ', explore(unsettled=False))
    print('what is seen too early is kept as it is', explore(reread=False))
    print('an outcome saved after the look counts ', explore(too_new=False))
