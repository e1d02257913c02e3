//! The series of each small mailbox, by the ids of their patches.

/// The series of a file, by the ids of their patches.
pub(super) const SHAPES: &[(&str, &[&str])] = &[
    (
        "target_ends_in_digit",
        &[
            "v1: 1=t1 2=t2",
            "v1: 1=t3",
            "v1: 1=- 2=- 3=- 4=- 5=- 6=- 7=- 8=- 9=- 10=- 11=- 12=t4 13=- 14=- 15=-",
        ],
    ),
    ("glued_and_odd_counters", &["v2: 1=g1 2=g2 3=g3"]),
    ("counter_glued_to_patch", &["v1: 1=h1 2=h2"]),
    ("dotted_revision", &["v6.1: 1=- 2=- 3=d1 4=- 5=-"]),
    ("version_in_the_title", &["v2: 1=vt"]),
    ("counter_above_total", &["v1 cover c0: 1=c1 2=c2 3=c3"]),
    ("refactor_is_no_reply", &["v1: 1=rf"]),
    (
        "two_series_one_revision",
        &["v1: 1=p1 2=p2", "v1: 1=q1 2=q2"],
    ),
    ("v2_of_a_lost_patch", &["v1: 1=l1 2=-", "v2: 1=- 2=l2"]),
    (
        "second_series_in_reply",
        &["v1 cover b0: 1=b1 2=b2 3=b3", "v1 cover s0: 1=s1 2=s2"],
    ),
    (
        "cover_sent_again",
        &["v1 cover y0: 1=y1", "v1 cover z0: 1=z1"],
    ),
    ("references_that_loop", &["v1: 1=lo1 2=lo2"]),
    ("references_to_a_ghost", &["v1: 1=gh1 2=gh2"]),
    ("naked_cover", &["v1 cover nc: 1=nc1 2=nc2"]),
    ("version_on_the_cover_only", &["v3 cover vc0: 1=vc1 2=vc2"]),
    ("unthreaded_series", &["v1 cover u0: 1=u1 2=u2 3=u3"]),
    (
        "unlabelled_reroll",
        &["v1: 1=ur01 2=ur02", "v1: 1=ur11 2=ur12"],
    ),
    ("pull_with_patches_in_reply", &["v1 cover pu: 1=pu1 2=pu2"]),
    ("patch_inside_a_reply", &["v1: 1=pp"]),
    ("mail_within_mail", &["v1: 1=di1 2=di2"]),
    ("wrapped_for_dmarc", &["v1 cover i0: 1=i1 2=i2"]),
    ("reply_wrapped_for_dmarc", &["v1: 1=p"]),
    ("forwarded_patch", &[]),
    ("forwarded_patch_that_is_here", &["v1: 1=h1"]),
    ("own_patch_enclosed", &["v1: 1=h1"]),
    ("one_id_two_subjects", &["v1: 1=t"]),
    (
        "two_senders_behind_a_list",
        &["v1: 1=- 2=m2", "v1: 1=m1 2=-"],
    ),
    ("from_here_on", &["v1: 1=fh"]),
    ("one_id_two_bodies", &["v1: 1=pp"]),
    ("joined_without_blank_lines", &["v1: 1=jw1 2=jw2 3=jw3"]),
    (
        "separators_without_a_date",
        &["v1: 1=sd1 2=sd2 3=sd3 4=sd4"],
    ),
    ("clearsigned_patch", &["v1: 1=cs"]),
    ("forwarded_behind_dashes", &["v1: 1=fd"]),
    ("separator_in_an_open_part", &["v1: 1=so1"]),
    ("bug_number_before_the_bracket", &["v1: 1=em10 2=em11"]),
    ("two_brackets_of_two_versions", &["v4 cover w0: 1=w1 2=w2"]),
    ("hash_and_of_in_the_counter", &["v3: 1=g0 2=g1 3=g2"]),
    ("reply_without_marker", &["v5 cover rc0: 1=rc1 2=rc2"]),
    (
        "version_in_a_naked_title",
        &[
            "v1 cover h1.0: 1=h1.1 2=h1.2",
            "v2 cover h2.0: 1=h2.1 2=h2.2",
            "v3 cover h3.0: 1=h3.1 2=h3.2",
        ],
    ),
    (
        "version_without_the_word_patch",
        &["v1: 1=n0", "v2: 1=n1", "v1: 1=n2", "v1: 1=n3"],
    ),
    ("label_on_the_patches_only", &["v3 cover cv0: 1=cv1 2=cv2"]),
    ("applied_patch", &["v1: 1=171"]),
    (
        "sending_begun_anew",
        &["v1 cover bad: 1=baq1 2=baq2 3=baq3 4=baq4 5=baq5 1=bap1 2=bap2 3=bap3"],
    ),
    (
        "patch_slipped_in",
        &["v1 cover sic: 1=sip1 2=sip2 2=sil 3=sip3 4=sip4 5=sip5"],
    ),
    ("references_of_a_gateway", &["v1 cover gwc: 1=gwp1 2=gwp2"]),
    ("reply_without_references", &["v5 cover nrc: 1=nrp1 2=nrp2"]),
];
