-- Words are hashed in another way: prints of before would meet none of now. A listing that is screened again gets new ones.
DELETE FROM text_prints;
