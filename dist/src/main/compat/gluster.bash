# Completion of gluster for bash; made of the grammar of its commands.
_gluster_volumes() {
    "${COMP_WORDS[0]}" --mode=script --timeout=2 volume list 2>/dev/null
}

_gluster() {
    local word=${COMP_WORDS[COMP_CWORD]} line= next= volumes= i
    for ((i = 1; i < COMP_CWORD; i++)); do
        case ${COMP_WORDS[i]} in --*|=) ;; *) line+=" ${COMP_WORDS[i]}" ;; esac
    done
    case $line in
        '') next="get-state global help nfs-ganesha peer pool snapshot
            system:: volume" ;;
        ' global') next="help" ;;
        ' peer') next="detach help probe status" ;;
        ' pool') next="list" ;;
        ' snapshot') next="activate clone config create deactivate delete help info
            list restore status" ;;
        ' system::') next="getwd help uuid" ;;
        ' volume') next="add-brick adopt barrier bitrot clear-locks create delete
            geo-replication get heal help info inode-quota list log
            profile quota rebalance remove-brick replace-brick reset
            reset-brick set start statedump status stop sync top" ;;
        ' volume top'*) next="brick bs clear count list-cnt nfs open opendir read
            read-perf readdir write write-perf" volumes='volume top' ;;
        ' volume sync'*) next="all" ;;
        ' volume stop'*) next="force" volumes='volume stop' ;;
        ' volume status'*) next="all nfs quotad shd" volumes='volume status' ;;
        ' volume statedump'*) next="all callpool client fd history inode iobuf mem nfs priv
            quotad" volumes='volume statedump' ;;
        ' volume start'*) next="force" volumes='volume start' ;;
        ' volume set'*) next="all group help" volumes='volume set' ;;
        ' volume reset-brick'*) next="commit force start" volumes='volume reset-brick' ;;
        ' volume reset'*) next="all force" volumes='volume reset' ;;
        ' volume replace-brick'*) next="" volumes='volume replace-brick' ;;
        ' volume remove-brick'*) next="commit force replica start status stop" volumes='volume remove-brick' ;;
        ' volume rebalance'*) next="fix-layout force start status stop" volumes='volume rebalance' ;;
        ' volume quota'*) next="alert-time default-soft-limit disable enable hard-timeout
            limit-objects limit-usage list list-objects remove
            remove-objects soft-timeout" volumes='volume quota' ;;
        ' volume profile'*) next="clear cumulative incremental info nfs peek start stop" volumes='volume profile' ;;
        ' volume log'*) next="rotate" volumes='volume log' ;;
        ' volume inode-quota'*) next="enable" volumes='volume inode-quota' ;;
        ' volume info'*) next="all" volumes='volume info' ;;
        ' volume heal'*) next="bigger-file disable enable full granular-entry-heal
            heal-count info latest-mtime replica source-brick
            split-brain statistics summary" volumes='volume heal' ;;
        ' volume get'*) next="all" volumes='volume get' ;;
        ' volume delete'*) next="" volumes='volume delete' ;;
        ' volume create'*) next="arbiter disperse disperse-data force rdma redundancy replica
            tcp tcp,rdma thin-arbiter transport" volumes='volume create' ;;
        ' volume clear-locks'*) next="all blocked entry granted inode kind posix" volumes='volume clear-locks' ;;
        ' volume bitrot'*) next="aggressive biweekly daily disable enable hourly lazy monthly
            normal ondemand pause resume scrub scrub-frequency
            scrub-throttle signer-threads signing-time status weekly" volumes='volume bitrot' ;;
        ' volume barrier'*) next="disable enable" volumes='volume barrier' ;;
        ' volume adopt'*) next="--from" volumes='volume adopt' ;;
        ' volume add-brick'*) next="arbiter force replica" volumes='volume add-brick' ;;
        ' snapshot status'*) next="volume" ;;
        ' snapshot list'*) next="" volumes='snapshot list' ;;
        ' snapshot info'*) next="volume" ;;
        ' snapshot delete'*) next="all volume" ;;
        ' snapshot create'*) next="description no-timestamp" ;;
        ' snapshot config'*) next="activate-on-create auto-delete disable enable
            snap-max-hard-limit snap-max-soft-limit" volumes='snapshot config' ;;
        ' snapshot activate'*) next="force" ;;
        ' peer detach'*) next="force" ;;
        ' nfs-ganesha'*) next="disable enable" ;;
        ' help'*) next="all" ;;
    esac
    [ -z "$volumes" ] || [ "$line" != " $volumes" ] || next+=" $(_gluster_volumes)"
    case $word in --*) next="--mode=script --xml --json --timeout= --remote-host=" ;; esac
    COMPREPLY=($(compgen -W "$next" -- "$word"))
}
complete -F _gluster gluster glusterj
